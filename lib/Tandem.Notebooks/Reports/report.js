// What a report can do beyond being read: live charts and diagrams, a choice of light or dark, copying of code, the contents' current section.
(function () {
  const root = document.documentElement;
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  const wide = matchMedia("(min-width: 75rem)");
  const all = (selector, act) => document.querySelectorAll(selector).forEach(act);

  function isDark() {
    return root.dataset.theme ? root.dataset.theme === "dark" : prefersDark.matches;
  }

  function drawFigure(figure) {
    const plot = figure.querySelector(".plot");
    try {
      const source = JSON.parse(figure.querySelector("script").textContent);
      plot.hidden = false;
      Plotly.react(plot, source.data || [], figureLayout(source.layout || {}), { responsive: true, displaylogo: false, displayModeBar: "hover", ...source.config });
      figure.classList.add("drawn");
    } catch (failure) {
      // The picture or the text stays.
      plot.hidden = true;
      console.warn(`A chart was not drawn: ${failure.message}`);
    }
  }

  async function drawDiagrams() {
    let number = 0;
    for (const figure of document.querySelectorAll("figure.diagram")) {
      try {
        figure.querySelector(".plot").innerHTML = await diagramSvg(figure.querySelector("pre").textContent, `diagram-${++number}`, true);
        figure.querySelector(".plot svg").setAttribute("aria-hidden", "true");
        if (!figure.classList.contains("drawn")) { figure.querySelector("details").open = false; }
        figure.classList.add("drawn");
      } catch (failure) {
        console.warn(`A diagram was not drawn: ${failure.message}`);
      }
    }
  }

  function draw() {
    if (window.Plotly) { all("figure.chart", drawFigure); }
    if (window.mermaid) { drawDiagrams(); }
  }

  // Remembered for this page and its neighbours; a choice of what the system prefers anyway is none.
  function switchTheme() {
    const theme = isDark() ? "light" : "dark";
    const chosen = (theme === "dark") !== prefersDark.matches;
    if (chosen) { root.dataset.theme = theme; } else { delete root.dataset.theme; }
    try {
      if (chosen) { localStorage.setItem("tandem-theme", theme); } else { localStorage.removeItem("tandem-theme"); }
    } catch { /* A page that may not store forgets. */ }
    themeChanged();
  }

  function themeChanged() {
    all(".theme", button => button.setAttribute("aria-pressed", String(isDark())));
    draw();
  }

  // Paper is white, whatever the screen was.
  let screenTheme;
  function beforePrint() {
    screenTheme = root.dataset.theme;
    root.dataset.theme = "light";
    draw();
  }
  function afterPrint() {
    if (screenTheme) { root.dataset.theme = screenTheme; } else { delete root.dataset.theme; }
    draw();
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.body.appendChild(Object.assign(document.createElement("textarea"), { value: text }));
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  }

  function addCopyButton(pre) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "copy", textContent: "Copy" });
    button.setAttribute("aria-label", "Copy this code");
    button.addEventListener("click", async () => {
      await copy(pre.textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    pre.after(button);
  }

  // What scrolls can be reached and scrolled by keyboard.
  const scrollable = "pre, .html, .output, math[display=block], .math.display";
  function markScrollable() {
    all(scrollable, element => {
      const scrolls = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
      const can = getComputedStyle(element).overflowX !== "visible";
      if (scrolls && can && element.clientWidth > 0) {
        element.tabIndex = 0;
      } else {
        element.removeAttribute("tabindex");
      }
    });
  }

  function followContents() {
    const links = [...document.querySelectorAll(".contents a")];
    const headings = links.map(link => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    const mark = () => {
      const passed = headings.filter(heading => heading && heading.getBoundingClientRect().top < 120).length;
      links.forEach((link, i) => { if (i === Math.max(0, passed - 1)) { link.setAttribute("aria-current", "location"); } else { link.removeAttribute("aria-current"); } });
    };
    let waiting = false;
    addEventListener("scroll", () => {
      if (!waiting) {
        waiting = true;
        requestAnimationFrame(() => { waiting = false; mark(); });
      }
    }, { passive: true });
    mark();
  }

  const openContents = () => all(".contents details", details => { details.open = wide.matches; });
  wide.addEventListener("change", openContents);
  openContents();
  prefersDark.addEventListener("change", themeChanged);
  all(".theme", button => { button.hidden = false; button.addEventListener("click", switchTheme); });
  all(".code > pre", addCopyButton);
  addEventListener("beforeprint", beforePrint);
  addEventListener("afterprint", afterPrint);
  addEventListener("resize", markScrollable);
  followContents();
  themeChanged();
  markScrollable();
  if (window.katex) {
    all(".math", element => katex.render(element.textContent, element, { displayMode: element.classList.contains("display"), throwOnError: false, output: "mathml" }));
  }
})();
