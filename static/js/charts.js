// Draws every [data-chart]: a Vega-Lite spec from a json_script, in house style, without eval.
// Without this script the table twin below the plot carries the same figures.

const script = document.querySelector("script[data-locale]");
const localeReady = fetch(script.dataset.locale).then((response) => response.json());

const TEXT = { labelColor: "var(--chart-axis)", titleColor: "var(--chart-axis)" };

const CONFIG = {
  background: null,
  font: "var(--font)",
  padding: 0,
  view: { stroke: null },
  axis: {
    ...TEXT,
    domain: false,
    ticks: false,
    grid: false,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 500,
    labelPadding: 8,
    titlePadding: 10,
    labelOverlap: "greedy",
    labelSeparation: 10,
  },
  axisX: { domain: true, domainColor: "var(--chart-axis)", ticks: true, tickColor: "var(--chart-axis)" },
  axisY: { grid: true, gridColor: "var(--chart-grid)", tickCount: 4, titleAlign: "left", titleAngle: 0, titleAnchor: "start", titleY: -14, titleX: 0 },
  legend: { ...TEXT, labelFontSize: 12, orient: "top", title: null, symbolStrokeWidth: 2 },
  title: { color: "var(--ink)", fontSize: 14, anchor: "start" },
  line: { stroke: "var(--chart-1)", strokeWidth: 2.25, strokeCap: "round", strokeJoin: "round" },
  area: { fill: "var(--chart-band)", line: false },
  bar: { fill: "var(--chart-1)", cornerRadiusEnd: 2 },
  rule: { stroke: "var(--chart-axis)" },
  point: { fill: "var(--chart-1)", filled: true, opacity: 1, size: 40 },
  text: { fill: "var(--ink-2)", fontSize: 12 },
  range: { category: [1, 2, 3, 4, 5, 6].map((number) => `var(--chart-${number})`) },
};

const DEFAULTS = {
  $schema: "https://vega.github.io/schema/vega-lite/v6.json",
  width: "container",
  height: 240,
  autosize: { type: "fit-x", contains: "padding" },
};

async function draw(plot) {
  plot.dataset.ready = "";
  const spec = JSON.parse(document.getElementById(plot.dataset.chart).textContent);
  const locale = await localeReady;
  await window.vegaEmbed(plot, { ...DEFAULTS, ...spec, config: CONFIG }, {
    ast: true,
    renderer: "svg",
    actions: false,
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
    formatLocale: locale.number,
    timeFormatLocale: locale.time,
  });
  // The plot itself carries the description; its marks one by one would only be noise.
  plot.querySelector("svg")?.setAttribute("aria-hidden", "true");
}

async function drawAll(root) {
  for (const plot of root.querySelectorAll("[data-chart]:not([data-ready])")) {
    try {
      await draw(plot);
    } catch (error) {
      plot.classList.add("is-failed");
      plot.closest("figure")?.querySelector("details")?.setAttribute("open", "");
      console.error("chart not drawn", plot.dataset.chart, error);
    }
  }
}

document.addEventListener("htmx:load", (event) => drawAll(event.target));
drawAll(document);
