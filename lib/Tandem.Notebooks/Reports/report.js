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
    result.modebar = { bgcolor: "rgba(0,0,0,0)", color: colour("--muted"), activecolor: colour("--ink") };
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
    Plotly.react(plot, source.data || [], themed(source.layout || {}), { responsive: true, displaylogo: false, displayModeBar: "hover" });
    figure.classList.add("drawn");
  }

  function drawAll() {
    if (window.Plotly) { document.querySelectorAll("figure.plotly").forEach(draw); }
  }

  dark.addEventListener("change", drawAll);
  drawAll();
})();

// Formulas that the report could not set itself: once the formula script is there, it sets them.
function tandemMath() {
  document.querySelectorAll(".math").forEach(element => {
    katex.render(element.textContent, element, { displayMode: element.classList.contains("display"), throwOnError: false });
  });
}
