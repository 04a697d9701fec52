// The part of the report's script that follows readers' choices.

extension ReportScript {
  /// Fills the lists, and draws every image again after each choice.
  static let choices = #"""
    const data = JSON.parse(byId("data").textContent);

    function play() {
      const inputs = { layer: byId("layer"), head: byId("head"), query: byId("query"), scale: byId("scale") };
      const tables = {
        sizes: colorTable(data.sizes), signs: colorTable(data.signs),
        noKey: colorTable(data.noKey)[0], notFinite: colorTable(data.notFinite)[0]
      };
      const depths = data.models.map((model) => model.layers.length);
      const depth = Math.max(...depths);
      const deepest = data.models[depths.indexOf(depth)];

      /* The layer of a model at a layer of the deepest one: first with first, last with last. */
      function layerIndex(row, count) {
        return count === depth || depth === 1 ? Math.min(row, count - 1)
          : Math.floor((2 * row * (count - 1) + depth - 1) / (2 * (depth - 1)));
      }

      function fill(select, titles, chosen) {
        select.replaceChildren(...titles.map((title, index) => {
          const option = element("option", "", title);
          option.value = String(index);
          return option;
        }));
        select.value = String(Math.min(chosen, titles.length - 1));
      }

      function fillHeads(chosen) {
        const row = Number(inputs.layer.value);
        const counts = data.models.filter((model) => model.layers.length > 0)
          .map((model) => model.layers[layerIndex(row, model.layers.length)].heads);
        fill(inputs.head, Array.from({ length: Math.max(...counts) }, (_, head) => String(head)), chosen);
      }

      /* What each model shows at the chosen place; a layer with fewer heads shows its last one. */
      function places() {
        const row = Number(inputs.layer.value);
        return data.models.map((model, index) => {
          if (model.layers.length === 0) return null;
          const layer = layerIndex(row, model.layers.length);
          const head = Math.min(Number(inputs.head.value), model.layers[layer].heads - 1);
          return { model, index, layer, head, facts: model.layers[layer] };
        }).filter((place) => place !== null);
      }

      function mapsOf(image, place, query) {
        const coded = image.maps[place.index][place.layer][place.head][query];
        const facts = place.facts.queries[query];
        return coded && facts ? coded.map((one) => mapOf(one, place.facts, facts)) : null;
      }

      function drawScale(scale, top) {
        const ramp = byId("ramp").getContext("2d");
        const pixels = ramp.createImageData(256, 1);
        tables.sizes.forEach((color, index) => pixels.data.set([color[0], color[1], color[2], 255], 4 * index));
        ramp.putImageData(pixels, 0, 0);
        byId("named").textContent = "Scale " + inputs.scale.selectedOptions[0].textContent
          + ", query " + inputs.query.selectedOptions[0].textContent;
        byId("ends").replaceChildren(...scales[scale].ends(top).map((text) => element("span", "", text)));
        byId("signs").hidden = !places().some((place) => place.facts.signed);
      }

      const articles = Array.from(document.querySelectorAll("article.image"));

      function draw() {
        const query = Number(inputs.query.value);
        const scale = inputs.scale.value;
        const point = data.choices[query].point;
        const chosen = places();
        const all = data.images.map((image) => chosen.map((place) => mapsOf(image, place, query)));
        const top = Math.max(0, ...all.flat().filter((maps) => maps).flat().map((map) => map.largest));
        drawScale(scale, top);
        articles.forEach((article) => {
          const index = Number(article.dataset.image);
          const panels = [];
          for (const old of article.querySelectorAll(".live")) old.remove();
          const holder = article.querySelector(".panels");
          for (const photograph of article.querySelectorAll(".photograph")) {
            const picture = photograph.querySelector(".picture");
            for (const old of picture.querySelectorAll(".mark")) old.remove();
            const probe = marksOver(picture, 15, 15, point);
            panels.push({ figure: photograph, canvas: picture, probe, line: null, map: { rows: 15, columns: 15 } });
          }
          chosen.forEach((place, order) => {
            const maps = all[index][order];
            const name = place.model.letter + " " + place.layer + "." + place.head;
            if (!maps) {
              const figure = element("figure", "panel live");
              figure.append(element("figcaption", "", name + " has no query " + data.choices[query].title));
              holder.append(figure);
              return;
            }
            maps.forEach((map, kind) => {
              const state = { scale, top, tables, prefix: place.facts.prefix, query: place.facts.queries[query].title };
              const panel = panelOf(map, name + " " + place.facts.maps[kind], point, state);
              panels.push(panel);
              holder.append(panel.figure);
            });
          });
          for (const panel of panels) {
            if (panel.line) listen(panel, panels);
          }
          article.panels = panels;
        });
      }

      /* The nearest query of the page to a click on a photograph. */
      function nearest(point) {
        let best = 0;
        let least = Infinity;
        data.choices.forEach((choice, index) => {
          if (!choice.point) return;
          const distance = Math.hypot(choice.point[0] - point[0], choice.point[1] - point[1]);
          if (distance >= least) return;
          least = distance;
          best = index;
        });
        return best;
      }

      for (const article of articles) {
        for (const picture of article.querySelectorAll(".photograph .picture")) {
          const panelOfPicture = () => article.panels.find((panel) => panel.canvas === picture);
          picture.addEventListener("pointermove", (event) => {
            read(article.panels, pointIn(picture, event), panelOfPicture(), event.clientX, event.clientY);
          });
          picture.addEventListener("pointerleave", () => clearReading(article.panels));
          picture.addEventListener("click", (event) => {
            inputs.query.value = String(nearest(pointIn(picture, event)));
            draw();
          });
        }
      }

      function choose(layer, head) {
        inputs.layer.value = String(layer);
        fillHeads(head);
        draw();
      }

      document.documentElement.classList.add("ready");
      fill(inputs.layer, deepest.layers.map((layer, index) => index + " " + layer.name), 0);
      fill(inputs.query, data.choices.map((choice) => choice.title), 0);
      const shortcuts = byId("first");
      shortcuts.textContent = data.models.length > 1 ? "most different:" : "lowest entropy:";
      for (const one of data.first) {
        const button = element("button", "", one[0] + "." + one[1]);
        button.type = "button";
        button.addEventListener("click", () => choose(one[0], one[1]));
        shortcuts.append(button);
      }
      inputs.layer.addEventListener("change", () => choose(inputs.layer.value, Number(inputs.head.value)));
      for (const input of [inputs.head, inputs.query, inputs.scale]) input.addEventListener("change", draw);
      choose(...(data.first[0] || [0, 0]));
    }

    if (data) play();

    """#
}
