namespace Tandem.Notebooks.Tests;

/// <summary>Scripts that look at a page as WCAG asks to.</summary>
internal static class PageScripts
{
    /// <summary>
    /// The visible texts whose contrast with what lies behind them is below 4.5, or 3 for large letters: WCAG 2.2, 1.4.3. Behind a text lie the backgrounds
    /// of its ancestors; behind a text of a drawing, the shape of that drawing that is painted there. Charts with a template of their own keep its colours,
    /// whatever they are.
    /// </summary>
    public const string TextOfLowContrast = """
        () => {
          const parse = value => {
            const canvas = parse.canvas ||= Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = value;
            canvas.fillRect(0, 0, 1, 1);
            const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
            return [r, g, b, a / 255];
          };
          const over = (top, under) => [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
          const luminance = colour => {
            const [r, g, b] = colour.map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const ratio = (a, b) => { const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
          const painted = (element, range) => {
            const layers = [];
            const svg = element.ownerSVGElement && !element.closest("foreignObject") ? element.ownerSVGElement : null;
            if (svg) {
              const box = range.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
              for (const shape of svg.querySelectorAll("rect, path, circle, polygon, ellipse")) {
                const b = shape.getBoundingClientRect(), style = getComputedStyle(shape);
                const before = shape.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
                if (before && !shape.closest("defs, clipPath, marker") && style.visibility !== "hidden" && style.fill !== "none" && b.left <= x && x <= b.right && b.top <= y && y <= b.bottom && b.width > 4 && b.height > 4) {
                  const colour = parse(style.fill);
                  layers.unshift([colour[0], colour[1], colour[2], colour[3] * style.fillOpacity * style.opacity]);
                }
              }
            }
            for (let at = element; at; at = at.parentElement) {
              const colour = parse(getComputedStyle(at).backgroundColor);
              if (colour[3] > 0) { layers.push(colour); }
              const shape = at.tagName === "foreignObject" && at.closest("g.node")?.querySelector("rect, path, circle, polygon");
              if (shape) { layers.push(parse(getComputedStyle(shape).fill)); }
            }
            return layers.reduceRight((under, top) => over(top, under), [255, 255, 255, 1]);
          };
          const found = new Set();
          const ownColours = element => element.closest(".chart")?.querySelector("script").textContent.includes('"template"');
          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (texts.nextNode()) {
            const element = texts.currentNode.parentElement;
            if (!texts.currentNode.data.trim() || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || element.closest("script, style") || ownColours(element)) { continue; }
            const range = document.createRange();
            range.selectNodeContents(texts.currentNode);
            const style = getComputedStyle(element), under = painted(element, range);
            const inDrawing = element.namespaceURI.endsWith("svg");
            const ink = over(parse(inDrawing ? style.fill : style.color), under);
            const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
            const contrast = ratio(ink, under);
            if (contrast < (large ? 3 : 4.5)) { found.add(`${contrast.toFixed(2)} ${element.tagName}.${element.getAttribute("class")} "${texts.currentNode.data.trim().slice(0, 40)}" ${ink} on ${under}`); }
          }
          return [...found];
        }
        """;

    /// <summary>Numbers the visible elements that a reader can use or scroll, and gives their count.</summary>
    public const string MarkUsable = """
        () => {
          const uses = element => element.matches("a[href], button, summary, input:not([disabled]), audio[controls], .chart .plot");
          const scrolls = element => ["auto", "scroll"].includes(getComputedStyle(element).overflowX) && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
          let count = 0;
          for (const element of document.body.querySelectorAll("*")) {
            if (element.checkVisibility({ visibilityProperty: true }) && !element.closest(".modebar") && (uses(element) || scrolls(element))) { element.dataset.usable = count++; }
          }
          return count;
        }
        """;
}
