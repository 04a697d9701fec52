// The part of the report's script that draws maps: of the layer, head and query that readers choose, on the scale that
// they choose.

extension ReportScript {
  static let maps = decoding + scales + panels + choices

  /// From the codes of `CodedMap` to weights.
  private static let decoding = #"""
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const digits = new Map(Array.from(alphabet, (letter, index) => [letter, index]));

    /* The weights of a map, prefix tokens first: null where there is no key, NaN where one is not finite. */
    function decode(text, largest, isSigned) {
      const weights = [];
      const code = (index) => digits.get(text[index]) * 64 + digits.get(text[index + 1]);
      for (let index = 0; index !== text.length; index += 2) {
        const one = code(index);
        if (one === 4095) {
          index += 2;
          for (let count = code(index); count > 0; count -= 1) weights.push(null);
        } else if (one === 4094) {
          weights.push(NaN);
        } else if (isSigned) {
          const root = (one - 2046) / 2046;
          weights.push(Math.sign(root) * largest * root * root);
        } else {
          weights.push(largest * (one / 4093) * (one / 4093));
        }
      }
      return weights;
    }

    const isWeight = (weight) => weight !== null && Number.isFinite(weight);

    /* A map of one query: [largest, entropy, normalized entropy, codes]. */
    function mapOf(coded, layer, query) {
      const weights = decode(coded[3], coded[0], layer.signed);
      const count = layer.prefix.length;
      return {
        prefix: weights.slice(0, count), values: weights.slice(count), all: weights.filter(isWeight),
        largest: coded[0], entropy: coded[1], normalized: coded[2], keys: query.keys,
        rows: layer.grid[0], columns: layer.grid[1], isSigned: layer.signed
      };
    }

    function shown(number) {
      if (number === 0) return "0";
      const size = Math.abs(number);
      const text = size >= 0.0001 ? number.toPrecision(3) : number.toExponential(2);
      return text.replace("-", "−");
    }

    function inWords(map, weight) {
      if (weight === null) return "no key";
      if (!Number.isFinite(weight)) return "not finite";
      const rank = 1 + map.all.filter((other) => other > weight).length;
      return shown(weight) + " · " + shown(weight * map.keys) + "× uniform · rank " + rank + " of " + map.all.length;
    }

    """#

  /// From weights to colors.
  private static let scales = #"""
    function colorTable(text) {
      return text.match(/.{6}/g).map((color) => [0, 2, 4].map((at) => parseInt(color.slice(at, at + 2), 16)));
    }

    /* Where a weight is between the ends of a scale, 0 to 1. */
    const scales = {
      uniform: {
        place: (weight, map) => weight > 0 ? Math.log(weight * map.keys / 0.1) / Math.log(300) : 0,
        ends: () => ["0.1×", "1× uniform", "30×"]
      },
      panel: {
        place: (weight, map) => map.largest > 0 ? weight / map.largest : 0,
        ends: () => ["0", "the largest of each map"]
      },
      shared: {
        place: (weight, map, top) => top > 0 ? weight / top : 0,
        ends: (top) => ["0", shown(top)]
      },
      log: {
        place: (weight, map, top) => weight > 0 && top > 0 ? 1 + Math.log10(weight / top) / 3 : 0,
        ends: (top) => [shown(top / 1000), shown(top)]
      }
    };

    /* Signed maps keep a linear scale around 0: a logarithm of negative weights is none. */
    function colorOf(weight, map, scale, top, tables) {
      if (weight === null) return tables.noKey;
      if (!Number.isFinite(weight)) return tables.notFinite;
      let place = scales[scale].place(weight, map, top);
      if (map.isSigned) {
        const limit = scale === "shared" ? top : map.largest;
        place = limit > 0 ? (weight / limit + 1) / 2 : 0.5;
      }
      const index = Math.floor(Math.min(Math.max(place, 0) * 256, 255));
      return (map.isSigned ? tables.signs : tables.sizes)[index];
    }

    function paint(canvas, map, scale, top, tables) {
      canvas.width = map.columns;
      canvas.height = map.rows;
      const context = canvas.getContext("2d");
      const pixels = context.createImageData(map.columns, map.rows);
      map.values.forEach((weight, index) => {
        const color = colorOf(weight, map, scale, top, tables);
        pixels.data.set([color[0], color[1], color[2], 255], 4 * index);
      });
      context.putImageData(pixels, 0, 0);
    }

    """#

  /// The figures of an image.
  private static let panels = #"""
    const svgSpace = document.querySelector("figure.plot svg").namespaceURI;

    function element(name, style, text) {
      const made = document.createElement(name);
      if (style) made.className = style;
      if (text !== undefined) made.textContent = text;
      return made;
    }

    /* A frame of a light line on a dark one. */
    function frame(style) {
      const made = document.createElementNS(svgSpace, "g");
      made.setAttribute("class", style);
      made.append(document.createElementNS(svgSpace, "rect"), document.createElementNS(svgSpace, "rect"));
      return made;
    }

    /* Lays a frame around the cell of a grid that covers a point, [down, across] as fractions. */
    function place(mark, rows, columns, point) {
      const cell = cellAt(rows, columns, point);
      const values = { x: cell[1], y: cell[0], width: 1, height: 1 };
      for (const line of mark.children) {
        for (const key of Object.keys(values)) line.setAttribute(key, values[key]);
      }
      mark.toggleAttribute("hidden", false);
    }

    function cellAt(rows, columns, point) {
      const within = (part, count) => Math.min(count - 1, Math.max(0, Math.floor(part * count)));
      return [within(point[0], rows), within(point[1], columns)];
    }

    /* The marks over a picture: the query and the key that is read. */
    function marksOver(picture, rows, columns, query) {
      const marks = document.createElementNS(svgSpace, "svg");
      marks.setAttribute("class", "mark");
      marks.setAttribute("viewBox", "0 0 " + columns + " " + rows);
      marks.setAttribute("preserveAspectRatio", "none");
      marks.setAttribute("aria-hidden", "true");
      const probe = frame("probe");
      probe.toggleAttribute("hidden", true);
      if (query) {
        const mark = frame("");
        place(mark, rows, columns, query);
        marks.append(mark);
      }
      marks.append(probe);
      picture.append(marks);
      return probe;
    }

    /* A figure of a map; its text line says the weight of the key that is read in any figure of the image. */
    function panelOf(map, title, query, state) {
      const figure = element("figure", "panel live");
      const picture = element("div", "picture");
      const canvas = element("canvas");
      canvas.tabIndex = 0;
      canvas.setAttribute("role", "img");
      paint(canvas, map, state.scale, state.top, state.tables);
      picture.append(canvas);
      const probe = marksOver(picture, map.rows, map.columns, query);
      const caption = element("figcaption", "", title);
      canvas.setAttribute("aria-label", title + ", query " + state.query + ", largest weight " + shown(map.largest)
        + "; arrow keys read its keys");
      const entropy = map.entropy === null ? "–" : map.entropy.toFixed(2);
      const part = map.normalized === null ? "" : " (" + map.normalized.toFixed(2) + ")";
      const line = element("output", "value-line");
      caption.append(element("br"), "query " + state.query + (map.isSigned ? ", H|a| " : ", H ") + entropy + part,
        element("br"),
        (map.isSigned ? "to ±" : "to ") + shown(map.largest) + " = " + shown(map.largest * map.keys) + "×");
      map.prefix.forEach((weight, index) => {
        caption.append(element("br"), state.prefix[index] + " "
          + (isWeight(weight) ? shown(weight) + " = " + shown(weight * map.keys) + "×" : "not finite"));
      });
      caption.append(line);
      figure.append(picture, caption);
      return { figure, canvas, probe, line, map };
    }

    function clearReading(panels) {
      for (const panel of panels) {
        panel.probe.toggleAttribute("hidden", true);
        if (panel.line) panel.line.textContent = "";
      }
      hideTip();
    }

    /* Shows the weight of the key at a point in every figure of an image. */
    function read(panels, point, from, x, y) {
      for (const panel of panels) {
        const map = panel.map;
        place(panel.probe, map.rows, map.columns, point);
        if (!panel.line) continue;
        const cell = cellAt(map.rows, map.columns, point);
        const weight = map.values[cell[0] * map.columns + cell[1]];
        panel.line.textContent = "at " + cell.join(",") + ": " + (isWeight(weight) ? shown(weight) : inWords(map, weight));
        if (panel === from) {
          showTip("row " + cell[0] + ", column " + cell[1] + "\n" + inWords(map, weight), x, y);
        }
      }
      if (!from.line) hideTip();
    }

    function pointIn(target, event) {
      const box = target.getBoundingClientRect();
      return [(event.clientY - box.top) / box.height, (event.clientX - box.left) / box.width];
    }

    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

    function listen(panel, panels) {
      const map = panel.map;
      let cell = [Math.floor(map.rows / 2), Math.floor(map.columns / 2)];
      const readCell = () => {
        const box = panel.canvas.getBoundingClientRect();
        const point = [(cell[0] + 0.5) / map.rows, (cell[1] + 0.5) / map.columns];
        read(panels, point, panel, box.left + point[1] * box.width, box.top + point[0] * box.height);
      };
      panel.canvas.addEventListener("pointermove", (event) => {
        const point = pointIn(panel.canvas, event);
        cell = cellAt(map.rows, map.columns, point);
        read(panels, point, panel, event.clientX, event.clientY);
      });
      panel.canvas.addEventListener("pointerleave", () => clearReading(panels));
      panel.canvas.addEventListener("blur", () => clearReading(panels));
      panel.canvas.addEventListener("keydown", (event) => {
        const step = steps[event.key];
        if (!step) return;
        event.preventDefault();
        cell = [
          Math.min(map.rows - 1, Math.max(0, cell[0] + step[0])),
          Math.min(map.columns - 1, Math.max(0, cell[1] + step[1]))
        ];
        readCell();
      });
    }

    """#
}
