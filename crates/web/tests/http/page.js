// What a page must be beyond the rules of axe-core. Comes to a list of faults.
(() => {
  const faults = [];
  const fault = (what, element) =>
    faults.push(element ? `${what}: ${element.outerHTML.slice(0, 160)}` : what);

  const width = document.documentElement.clientWidth;
  if (width < document.documentElement.scrollWidth) {
    const wide = [...document.querySelectorAll("body *")].filter(
      (element) => width + 1 < element.getBoundingClientRect().right && !element.closest("pre"),
    );
    fault(`wider than the window of ${width}`, wide.at(-1));
  }

  const main = document.querySelector("main");
  const skip = document.querySelector("a[href]");
  if (!main || !skip || skip.getAttribute("href") !== `#${main.id}`) {
    fault("the first link does not lead to the content", skip);
  }

  for (const element of document.querySelectorAll("*")) {
    if ([...element.attributes].some(({ name }) => name.startsWith("on"))) fault("needs a script", element);
  }
  for (const element of document.querySelectorAll("script, a:not([href]), [href^='javascript:']")) {
    fault("does nothing without a script", element);
  }
  for (const form of document.querySelectorAll("form")) {
    if (!form.querySelector("button[type=submit]")) fault("has no button", form);
    if (!form.getAttribute("action")) fault("has no address", form);
  }
  for (const input of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    if (!input.labels.length) fault("has no label", input);
  }
  const names = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  for (const name of names.filter((name, at) => names.indexOf(name) !== at)) fault(`${name} stands twice`);
  for (const link of document.querySelectorAll("a[href^='#']")) {
    if (!document.getElementById(link.hash.slice(1))) fault("leads nowhere", link);
  }
  return faults;
})();
