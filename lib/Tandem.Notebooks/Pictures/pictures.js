// Draws what the page holds and leaves the pictures in the document, for whoever dumps it.
async function leavePictures(largestSvg) {
  const pictures = [];
  for (const drawing of JSON.parse(document.getElementById("drawings").textContent)) {
    try {
      pictures.push(drawing.MimeType.includes("plotly") ? await figurePicture(drawing.Source, largestSvg) : await diagramPicture(drawing.Source));
    } catch (failure) {
      pictures.push({ failure: String(failure && failure.message || failure) });
    }
  }
  const bytes = new TextEncoder().encode(JSON.stringify(pictures));
  let binary = "";
  for (const byte of bytes) { binary += String.fromCharCode(byte); }
  const left = document.createElement("pre");
  left.id = "pictures";
  left.textContent = btoa(binary);
  document.documentElement.replaceChildren(left);
}

// Plotly and Mermaid name parts of a picture at random; the same drawing is to give the same picture.
function seedRandom() {
  let state = 1;
  Math.random = () => (state = state * 48271 % 2147483647) / 2147483647;
}

async function figurePicture(source, largestSvg) {
  const figure = JSON.parse(source);
  const layout = figureLayout(figure.layout || {});
  const size = { width: layout.width || 760, height: layout.height };
  layout.paper_bgcolor = layout.paper_bgcolor === "rgba(0,0,0,0)" ? "#ffffff" : layout.paper_bgcolor;
  const picture = options => { seedRandom(); return Plotly.toImage({ data: figure.data || [], layout, config: figure.config }, Object.assign({ imageDataOnly: true }, size, options)); };
  const svg = await picture({ format: "svg" });
  return svg.length <= largestSvg
    ? { type: "image/svg+xml", content: svg }
    : { type: "image/png", content: await picture({ format: "png", scale: 2 }) };
}

async function diagramPicture(source) {
  seedRandom();
  // Labels as SVG text: HTML within an SVG shows in few viewers.
  const drawn = new DOMParser().parseFromString(await diagramSvg(source, "picture", false), "image/svg+xml").documentElement;
  const box = drawn.viewBox.baseVal;
  drawn.setAttribute("width", Math.ceil(box.width));
  drawn.setAttribute("height", Math.ceil(box.height));
  drawn.style.background = "#ffffff";
  return { type: "image/svg+xml", content: new XMLSerializer().serializeToString(drawn) };
}
