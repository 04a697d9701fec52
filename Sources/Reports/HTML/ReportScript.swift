// The script of the report: values where readers point, tables that sort. Without it the page shows all that is
// essential.

enum ReportScript {
  /// It runs under the page's policy: it loads nothing, evaluates no text, and shows names as text alone.
  static let text = "\n\"use strict\";\n(function () {\n" + tips + tables + maps + "}());\n"

  /// What is shown beside the pointer: the titles of the marks of plots.
  private static let tips = #"""
    const byId = (id) => document.getElementById(id);
    const tip = byId("tip");
    let shownAt = 0;

    function showTip(text, x, y) {
      shownAt = performance.now();
      tip.textContent = text;
      tip.hidden = false;
      const page = document.documentElement;
      const box = tip.getBoundingClientRect();
      const left = Math.max(4, Math.min(x + 14, page.clientWidth - box.width - 4));
      const below = y + 18 + box.height;
      tip.style.left = left + "px";
      tip.style.top = (below > window.innerHeight ? Math.max(4, y - box.height - 10) : y + 18) + "px";
    }

    function hideTip() { tip.hidden = true; }

    for (const title of document.querySelectorAll("figure.plot svg title")) {
      title.parentNode.setAttribute("data-tip", title.textContent);
      title.remove();
    }
    document.addEventListener("pointermove", (event) => {
      /* The page may scroll under a pointer that rests, for keys that read a map. */
      if (event.movementX === 0 && event.movementY === 0) return;
      const mark = event.target instanceof Element ? event.target.closest("[data-tip]") : null;
      if (mark) showTip(mark.getAttribute("data-tip"), event.clientX, event.clientY);
      else if (!(event.target instanceof Element) || !event.target.closest(".picture")) hideTip();
    });
    document.addEventListener("pointerleave", hideTip);
    /* A tip stays where the page scrolled to show what it is about. */
    document.addEventListener("scroll", () => { if (performance.now() - shownAt > 200) hideTip(); }, { passive: true });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hideTip(); });

    """#

  /// Tables: a click on a heading, or Enter on it, sorts upward, then downward, then as it was.
  private static let tables = #"""
    function numberOf(text) {
      const match = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?/.exec(text.replace("−", "-"));
      return match ? Number(match[0]) : NaN;
    }

    /* Upward; what is missing comes last in both directions, equal rows keep their order. */
    function compare(one, other, isNumeric) {
      return isNumeric ? one - other : one.localeCompare(other, "en", { numeric: true });
    }

    function sort(table, rows, column, direction) {
      const isNumeric = table.tHead.rows[0].cells[column].classList.contains("number");
      const keyed = rows.map((row) => {
        const text = row.cells[column].textContent;
        const key = isNumeric ? numberOf(text) : text;
        return { row, key, isMissing: text === "–" || text === "" || (isNumeric && Number.isNaN(key)) };
      });
      keyed.sort((one, other) => {
        if (one.isMissing || other.isMissing) return Number(one.isMissing) - Number(other.isMissing);
        return direction * compare(one.key, other.key, isNumeric);
      });
      table.tBodies[0].append(...keyed.map((one) => one.row));
    }

    for (const table of document.querySelectorAll("table.sortable")) {
      const rows = Array.from(table.tBodies[0].rows);
      const heads = Array.from(table.tHead.rows[0].cells);
      heads.forEach((head, column) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = head.textContent;
        head.replaceChildren(button);
        button.addEventListener("click", () => {
          const was = head.getAttribute("aria-sort");
          heads.forEach((one) => one.removeAttribute("aria-sort"));
          if (was === "descending") {
            table.tBodies[0].append(...rows);
          } else {
            head.setAttribute("aria-sort", was ? "descending" : "ascending");
            sort(table, rows, column, was ? -1 : 1);
          }
        });
      });
    }

    """#
}
