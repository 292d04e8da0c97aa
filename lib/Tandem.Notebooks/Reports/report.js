// Charts follow the page's colours: transparent ground, the text's colour for text, the rules' colour for grids.
(function () {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function themed(layout) {
    const axes = { gridcolor: colour("--rule"), linecolor: colour("--rule"), zerolinecolor: colour("--rule"), automargin: true };
    const result = Object.assign({ height: 400, margin: { l: 60, r: 20, t: 50, b: 50 } }, layout);
    result.paper_bgcolor = "rgba(0,0,0,0)";
    result.plot_bgcolor = "rgba(0,0,0,0)";
    result.font = Object.assign({ family: getComputedStyle(document.querySelector("footer")).fontFamily, size: 13 }, layout.font, { color: colour("--ink") });
    for (const key of new Set(["xaxis", "yaxis", ...Object.keys(layout).filter(name => /^[xy]axis\d*$/.test(name))])) {
      result[key] = Object.assign({}, axes, layout[key]);
    }
    return result;
  }

  function draw(figure) {
    const source = JSON.parse(figure.querySelector("script").textContent);
    let plot = figure.querySelector(".plot");
    if (!plot) {
      plot = document.createElement("div");
      plot.className = "plot";
      figure.appendChild(plot);
    }
    Plotly.react(plot, source.data || [], themed(source.layout || {}), { responsive: true, displaylogo: false });
    figure.classList.add("drawn");
  }

  function drawAll() {
    if (window.Plotly) { document.querySelectorAll("figure.plotly").forEach(draw); }
  }

  dark.addEventListener("change", drawAll);
  drawAll();
})();

// Formulas: once the formula script is there, the TeX that the page shows is set as mathematics.
function tandemMath() {
  document.querySelectorAll(".math").forEach(element => {
    const tex = element.textContent.replace(/^\s*\\[([]/, "").replace(/\\[)\]]\s*$/, "");
    katex.render(tex, element, { displayMode: element.tagName === "DIV", throwOnError: false });
  });
}
// Until then, the delimiters around the TeX are only noise.
document.querySelectorAll(".math").forEach(element => {
  element.textContent = element.textContent.replace(/^\s*\\[([]/, "").replace(/\\[)\]]\s*$/, "").trim();
});
