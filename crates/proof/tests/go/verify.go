// Verify checks a published log with Go's own transparency log package and
// nothing of ours: verify FOLDER VERIFIER-KEY.
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type folder string

func (f folder) Height() int { return 8 }

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

// ReadTiles reads from paths without the height, which Go's paths have.
func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// entry reads one leaf out of its bundle.
func (f folder) entry(size, index int64) []byte {
	tile := tlog.Tile{H: 8, L: -1, N: index / 256, W: 256}
	if size-tile.N*256 < 256 {
		tile.W = int(size - tile.N*256)
	}
	path := strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)
	rest, err := os.ReadFile(filepath.Join(string(f), path))
	must(err)
	for n := int64(0); n < index%256; n++ {
		rest = rest[2+int(binary.BigEndian.Uint16(rest)):]
	}
	return rest[2 : 2+int(binary.BigEndian.Uint16(rest))]
}

func main() {
	f := folder(os.Args[1])
	verifier, err := note.NewVerifier(os.Args[2])
	must(err)
	signed, err := os.ReadFile(filepath.Join(string(f), "checkpoint"))
	must(err)
	opened, err := note.Open(signed, note.VerifierList(verifier))
	must(err)

	// ParseTree wants its own first line; the rest is the same.
	origin, rest, _ := bytes.Cut([]byte(opened.Text), []byte("\n"))
	tree, err := tlog.ParseTree(append([]byte("go.sum database tree\n"), rest...))
	must(err)

	reader := tlog.TileHashReader(tree, f)
	for n := int64(0); n < tree.N; n++ {
		proof, err := tlog.ProveRecord(tree.N, n, reader)
		must(err)
		leaf := tlog.RecordHash(f.entry(tree.N, n))
		must(tlog.CheckRecord(proof, tree.N, tree.Hash, n, leaf))
	}
	for n := int64(1); n <= tree.N; n++ {
		old, err := tlog.TreeHash(n, reader)
		must(err)
		proof, err := tlog.ProveTree(tree.N, n, reader)
		must(err)
		must(tlog.CheckTree(proof, tree.N, tree.Hash, n, old))
	}
	fmt.Printf("%s: %d leaves, %d growths\n", origin, tree.N, tree.N)
}
