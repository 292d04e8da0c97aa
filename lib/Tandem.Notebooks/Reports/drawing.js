// How charts and diagrams are drawn in a page of ours, live or for a picture: in the colours and letters of its style sheet.
function colour(name) {
  const probe = document.createElement("i");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

function letters() {
  return getComputedStyle(document.documentElement).getPropertyValue("--sans").trim();
}

// Titles that are plain texts, which Plotly drew until its third version, as it draws them now.
function withTitle(part) {
  return part && typeof part.title === "string" ? Object.assign({}, part, { title: { text: part.title } }) : part;
}

// A figure that brings colours of its own keeps them, and its white paper with them.
function figureLayout(layout) {
  const sized = withTitle(Object.assign({ height: 400 }, layout));
  for (const key of Object.keys(layout).filter(name => /^[xy]axis\d*$/.test(name))) { sized[key] = withTitle(layout[key]); }
  if (layout.template || layout.paper_bgcolor || layout.plot_bgcolor) {
    return sized;
  }
  const rule = colour("--rule"), ink = colour("--ink");
  const axis = { gridcolor: rule, linecolor: rule, zerolinecolor: rule, automargin: true };
  const result = Object.assign({ margin: { l: 60, r: 20, t: 50, b: 50 }, colorway: [1, 2, 3, 4, 5, 6].map(i => colour(`--series-${i}`)) }, sized, {
    title: Object.assign({ x: 0, xref: "paper", xanchor: "left", font: { size: 15 } }, sized.title),
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: Object.assign({ family: letters(), size: 13 }, layout.font, { color: ink }),
    modebar: { bgcolor: "rgba(0,0,0,0)", color: colour("--muted"), activecolor: ink },
    hoverlabel: { bgcolor: colour("--surface"), bordercolor: rule, font: { color: ink } },
  });
  for (const key of new Set(["xaxis", "yaxis", ...Object.keys(sized).filter(name => /^[xy]axis\d*$/.test(name))])) {
    result[key] = Object.assign({}, axis, sized[key]);
  }
  return result;
}

async function diagramSvg(source, id, htmlLabels) {
  const surface = colour("--surface"), ink = colour("--ink"), muted = colour("--muted"), paper = colour("--paper");
  mermaid.initialize({
    startOnLoad: false, suppressErrorRendering: true, deterministicIds: true, htmlLabels, flowchart: { htmlLabels }, theme: "base", fontFamily: letters(),
    themeVariables: {
      fontFamily: letters(), fontSize: "14px", background: paper, primaryColor: surface, primaryTextColor: ink, primaryBorderColor: muted, lineColor: muted,
      secondaryColor: surface, tertiaryColor: paper, textColor: ink, edgeLabelBackground: paper, noteBkgColor: surface, noteTextColor: ink, noteBorderColor: muted,
    },
  });
  return (await mermaid.render(id, source)).svg;
}
