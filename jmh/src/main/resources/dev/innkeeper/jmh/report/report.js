"use strict";

/*
 * Draws the plots of each suite that has data. The page is complete without: all figures are in the
 * tables, which need no script.
 */
(() => {
  addEventListener("error", (event) => {
    const note = document.getElementById("script-error");
    note.textContent = `The plots cannot be drawn: ${event.message}`;
    note.hidden = false;
  });

  const COLOURS = 7; // --line-0 to --line-6 in report.css
  const DASHES = [[], [8, 4], [2, 3]]; // in turn, when the colours are used up

  const distinct = (items) => [...new Set(items)];
  const style = (name) => getComputedStyle(document.body).getPropertyValue(name).trim();

  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  // Numbers, as a reader wants them.

  const short = (number) => String(Number(number.toPrecision(3)));

  function time(micros) {
    const size = Math.abs(micros);
    if (size === 0) return "0";
    if (size >= 1e6) return `${short(micros / 1e6)} s`;
    if (size >= 1e3) return `${short(micros / 1e3)} ms`;
    return `${short(micros)} µs`;
  }

  /** Of a place on an axis with 90 % at 1, 99 % at 2, 99.9 % at 3 and so on. */
  function percent(nines) {
    const decimals = Number.isInteger(nines) ? Math.max(0, nines - 2) : Math.ceil(nines) - 1;
    return (100 * (1 - 10 ** -nines)).toFixed(decimals);
  }

  // Axes.

  /** From one power of ten to another, also when there is nothing to show. */
  function decades(plot, min, max) {
    const low = Math.floor(Math.log10(min ?? 1));
    const high = Math.ceil(Math.log10(max ?? 10));
    return [10 ** low, 10 ** Math.max(high, low + 1)];
  }

  function powersOfTen(plot, axis, min, max) {
    const powers = [];
    for (let power = Math.floor(Math.log10(min)); power <= Math.ceil(Math.log10(max)); power++) {
      powers.push(10 ** power);
    }
    return powers.filter((value) => value >= min * 0.999 && value <= max * 1.001);
  }

  function nines(plot, axis, min, max) {
    const places = plot.width < 500 ? [0] : [0, Math.log10(2)]; // the median, if there is room
    for (let place = 1; place <= max; place++) places.push(place);
    return places.filter((place) => place >= min && place <= max);
  }

  /** All of the splits have a label. uPlot would leave some out, as it has more of them. */
  const filter = (plot, splits) => splits;
  const times = (plot, values) => values.map(time);
  const asItIs = (plot, min, max) => [min, max];
  const fromZero = (plot, min, max) => [Math.min(0, min ?? 0), Math.max(0, max ?? 1) * 1.05 || 1];

  // The plots: what each takes of a line's data, and how it is shown.

  const PLOTS = [
    {
      title: "Lateness by percentile",
      has: (line) => line.percentiles.length > 0,
      table(lines, data) {
        const length = Math.max(...lines.map((line) => line.percentiles.length));
        const places = Array.from({ length }, (_, i) => i / data.pointsPerNine);
        return [places, ...lines.map((line) => places.map((_, i) => line.percentiles[i] ?? null))];
      },
      scales: { x: { time: false, range: asItIs }, y: { distr: 3, range: decades } },
      x: {
        label: "percentile of ticks",
        splits: nines,
        values: (plot, values) => values.map((value) => `${percent(value)} %`),
      },
      y: { splits: powersOfTen, filter, values: times },
      read: (x, y) => `${percent(x)} % of ticks at most ${time(y)} late`,
    },
    {
      title: "Share of ticks by lateness",
      has: (line) => line.bins.length > 0,
      table(lines, data) {
        const used = lines.flatMap((line) => [line.bins.findIndex((count) => count > 0), line.bins.length]);
        const first = Math.min(...used) - 1;
        const length = Math.max(...used) + 1 - first;
        const bins = Array.from({ length }, (_, i) => first + i);
        const edges = bins.map((bin) => data.leastMicros * 10 ** (bin / data.binsPerDecade));
        return [edges, ...lines.map((line) => shares(line.bins, bins))];
      },
      scales: { x: { time: false, distr: 3, range: asItIs }, y: { range: fromZero } },
      paths: uPlot.paths.stepped({ align: 1 }),
      x: { label: "lateness", splits: powersOfTen, filter, values: times },
      y: { values: (plot, values) => values.map((value) => `${short(value)} %`) },
      read: (x, y, binWidth) => `${short(y)} % of ticks ${time(x)} to ${time(x * binWidth)} late`,
    },
    {
      title: "Drift over time",
      has: (line) => line.drift.length > 0,
      table: (lines) =>
        uPlot.join(
          lines.map((line) => [
            line.drift.map((point) => point.seconds),
            line.drift.map((point) => point.micros),
          ]),
        ),
      scales: { x: { time: false, range: asItIs }, y: { range: fromZero } },
      x: { label: "time measured", values: (plot, values) => values.map((value) => `${short(value)} s`) },
      y: { values: times },
      spanGaps: true, // not all have a tick in each stretch of time
      read: (x, y) => `after ${short(x)} s ${time(y)} behind the first tick's grid`,
    },
  ];

  /** Percentages; nothing where also the bins beside it are empty, so that lines end. */
  function shares(counts, bins) {
    const total = counts.reduce((sum, count) => sum + count, 0);
    const used = (bin) => counts[bin - 1] || counts[bin] || counts[bin + 1];
    return bins.map((bin) => (used(bin) ? (100 * (counts[bin] ?? 0)) / total : null));
  }

  /** A suite's controls and plots. Whatever changes, all of its plots are drawn anew. */
  class SuiteView {
    constructor(section) {
      this.data = JSON.parse(section.querySelector(".data").textContent);
      this.contenders = distinct(this.data.lines.map((line) => line.contender));
      this.hidden = new Set();
      this.drawn = [];
      this.tables = section.querySelectorAll("tbody");

      const settings = distinct(this.data.lines.map((line) => line.setting));
      const jdks = distinct(this.data.lines.map((line) => line.jdk));
      this.setting = settings[0];
      this.jdk = jdks[0];
      this.onlyThis = element("input", { type: "checkbox", onchange: () => this.filterTable() });
      this.figures = PLOTS.map((kind) => new Figure(kind));
      this.grid = element("div", { className: "plots" }, ...this.figures.map((figure) => figure.root));

      section.querySelector(".figures").before(
        element(
          "div",
          { className: "controls" },
          this.choice("Setting", `${section.id}-setting`, settings, (setting) => (this.setting = setting)),
          this.choice("JDK", `${section.id}-jdk`, jdks, (jdk) => (this.jdk = jdk)),
        ),
        this.legend(),
        this.grid,
      );
      if (settings.length > 1) {
        const label = element("label", { className: "only" }, this.onlyThis, " only the setting above");
        section.querySelector(".figures .hint").append(" ", label);
      }
      new ResizeObserver(() => this.resized()).observe(this.grid);
    }

    /** Radio buttons; nothing where there is no choice. */
    choice(title, name, values, choose) {
      if (values.length < 2) return "";
      const buttons = values.map((value, i) => {
        const onchange = () => {
          choose(value);
          this.draw();
          this.filterTable();
        };
        const radio = element("input", { type: "radio", name, value, checked: i === 0, onchange });
        return element("label", {}, radio, element("span", {}, value));
      });
      return element("fieldset", {}, element("legend", {}, title), ...buttons);
    }

    legend() {
      const boxes = this.contenders.map((contender, i) => {
        const onchange = (event) => {
          if (event.target.checked) this.hidden.delete(contender);
          else this.hidden.add(contender);
          this.draw();
        };
        const box = element("input", { type: "checkbox", checked: true, onchange });
        const name = element("span", { className: "name" }, contender);
        return element("label", {}, box, swatch(i), name);
      });
      const all = (checked) => () => {
        this.hidden = new Set(checked ? [] : this.contenders);
        root.querySelectorAll("input").forEach((box) => (box.checked = checked));
        this.draw();
      };
      const root = element(
        "fieldset",
        { className: "legend" },
        element("legend", {}, "Contender"),
        ...boxes,
        element(
          "div",
          { className: "all" },
          element("button", { type: "button", onclick: all(true) }, "all"),
          element("button", { type: "button", onclick: all(false) }, "none"),
        ),
      );
      return root;
    }

    filterTable() {
      for (const body of this.tables) {
        body.hidden = this.onlyThis.checked && body.dataset.setting !== this.setting;
      }
    }

    resized() {
      if (this.grid.clientWidth !== this.width) this.draw();
    }

    draw() {
      this.width = this.grid.clientWidth;
      const lines = this.data.lines.filter(
        (line) => line.setting === this.setting && line.jdk === this.jdk,
      );
      for (const figure of this.figures) {
        figure.draw(lines, this.data, (line) => ({
          label: line.contender,
          show: !this.hidden.has(line.contender),
          ...look(this.contenders.indexOf(line.contender)),
        }));
      }
    }
  }

  /** One plot, with what is under the pointer in words below it. */
  class Figure {
    constructor(kind) {
      this.kind = kind;
      this.box = element("div", { className: "plot" });
      this.box.setAttribute("role", "img");
      this.reading = element("p", { className: "reading" });
      const title = element("figcaption", {}, kind.title);
      this.root = element("figure", {}, title, this.box, this.reading);
    }

    draw(allLines, data, seriesOf) {
      this.plot?.destroy();
      this.plot = undefined;
      const lines = allLines.filter(this.kind.has);
      this.root.hidden = lines.length === 0;
      if (this.root.hidden) return;
      this.box.setAttribute("aria-label", `${this.kind.title}; its figures are in the table below`);
      this.binWidth = 10 ** (1 / data.binsPerDecade);
      this.focused = null;
      this.read();
      const { paths, spanGaps } = this.kind;
      const series = lines.map((line) => ({ ...seriesOf(line), paths, spanGaps }));
      this.plot = new uPlot(this.options(series), this.kind.table(lines, data), this.box);
    }

    options(series) {
      const axis = {
        stroke: style("--muted"),
        font: "12px system-ui, sans-serif",
        labelFont: "12px system-ui, sans-serif",
        grid: { stroke: style("--grid"), width: 1 },
        ticks: { stroke: style("--grid"), width: 1, size: 4 },
      };
      return {
        width: this.box.clientWidth,
        height: this.box.clientHeight,
        legend: { show: false },
        focus: { alpha: 0.2 },
        cursor: { focus: { prox: 24 }, points: { size: 7 }, y: false },
        scales: this.kind.scales,
        axes: [
          { ...axis, size: 30, labelSize: 18, space: 44, ...this.kind.x },
          { ...axis, size: 62, ...this.kind.y },
        ],
        series: [{}, ...series.map((each) => ({ width: 2, points: { show: false }, ...each }))],
        hooks: {
          setCursor: [() => this.read()],
          setSeries: [(plot, i, change) => change.focus !== undefined && this.focus(i)],
        },
      };
    }

    focus(series) {
      this.focused = series;
      this.read();
    }

    read() {
      const plot = this.plot;
      const i = plot?.cursor.idx;
      const y = this.focused == null || i == null ? null : plot.data[this.focused][i];
      this.reading.textContent =
        y == null
          ? ""
          : `${plot.series[this.focused].label}: ${this.kind.read(plot.data[0][i], y, this.binWidth)}`;
    }
  }

  function look(i) {
    return { stroke: style(`--line-${i % COLOURS}`), dash: dashes(i) };
  }

  function dashes(i) {
    return DASHES[Math.floor(i / COLOURS) % DASHES.length];
  }

  /** A piece of a contender's line. Its colour follows the scheme by itself. */
  function swatch(i) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
    svg.setAttribute("viewBox", "0 0 28 10");
    svg.setAttribute("aria-hidden", "true");
    for (const [name, value] of Object.entries({ x1: 1, x2: 27, y1: 5, y2: 5 })) {
      line.setAttribute(name, value);
    }
    line.setAttribute("stroke-dasharray", dashes(i).join(" "));
    line.style.stroke = `var(--line-${i % COLOURS})`;
    svg.append(line);
    return svg;
  }

  const views = [...document.querySelectorAll(".data")].map((data) => new SuiteView(data.parentElement));
  views.forEach((view) => view.draw());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
    views.forEach((view) => view.draw()),
  );
})();
