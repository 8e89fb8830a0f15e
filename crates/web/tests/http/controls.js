// Everything that the tab key must reach, in the order of the page; kept for
// `focused` below.
(() => {
  const all = document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary",
  );
  window.controls = [...all].filter((element) => element.checkVisibility());
  // The place of what has the focus, and whether one can see that it has it.
  window.focused = () => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const seen = style.outlineStyle !== "none" && 0 < parseFloat(style.outlineWidth);
    return [window.controls.indexOf(element), seen, element.outerHTML.slice(0, 120)];
  };
  return window.controls.length;
})();
