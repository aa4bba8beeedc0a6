// The one mapping from a StackedChart or a LineChart to an ECharts option. The pack draws it to SVG, the page in the browser:
// no Node imports here, and nothing may depend on where it runs but `size`.

const INK = '#16202B', MUTED = '#5B636C', HAIRLINE = '#A9A69E', PAPER = '#FFFFFF';
const FONT = "'Source Sans 3'";   // an unquoted name that ends in a digit is no valid CSS, and the SVG reader drops it

const counted = value => value.toLocaleString('en-GB');

/** Patterns that tell the ratings apart without colour. Awaiting sign-off is plain: its outline is its mark. */
const PATTERNS = {
  off_track: { symbol: 'rect', symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [1.4, 3.4], rotation: -Math.PI / 4 },
  at_risk: { symbol: 'triangle', symbolSize: .8, dashArrayX: [[3.2, 4.8], [0, 4, 3.2, .8]], dashArrayY: [3.2, 2.8], rotation: 0 },
  on_track: { symbol: 'circle', symbolSize: .8, dashArrayX: [[2, 5], [0, 3.5, 2, 1.5]], dashArrayY: [2, 3.2], rotation: 0 },
  complete: { symbol: 'rect', symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [1, 4], rotation: 0 },
  awaiting_sign_off: { symbol: 'none' },
  not_due: { symbol: 'rect', symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [.7, 3.4], rotation: Math.PI / 4 },
};

/** Strokes and points that tell lines apart without colour. */
const LINES = {
  thin: { lineStyle: { color: MUTED, width: 1 }, showSymbol: false },
  dashed: { lineStyle: { color: '#8A3B12', width: 1.6, type: [5, 4] }, symbol: 'diamond', symbolSize: 6, itemStyle: { color: '#8A3B12' } },
  strong: { lineStyle: { color: '#1B4A7A', width: 2.6 }, symbol: 'circle', symbolSize: 6, itemStyle: { color: '#1B4A7A' } },
};

/**
 * @param {{finding: string, categories: string[], series?: {name: string, rating: string, values: number[]}[], lines?: {name: string, mark: string, values: number[]}[]}} chart
 * @param {Record<string, {colour: string, outlined: boolean}>} looks by rating code
 * @param {{width: number, height: number, text?: number}} size in pixels; `text` is the size of the labels
 */
export function chartOption(chart, looks, size) {
  return chart.lines ? lineOption(chart, size) : stackedOption(chart, looks, size);
}

/** What both kinds share. */
function common(chart, frame) {
  return {
    animation: false,
    textStyle: { fontFamily: FONT, color: INK },
    aria: { enabled: true, label: { description: chart.finding }, decal: { show: true } },
    grid: { left: frame.left, top: frame.top, width: frame.width, height: frame.height, containLabel: false, outerBoundsMode: 'none' },
    xAxis: {
      type: 'category', data: chart.categories, axisTick: { show: false }, axisLine: { lineStyle: { color: INK, width: .9 } },
      axisLabel: { color: MUTED, fontFamily: FONT, fontSize: frame.text * .94, margin: frame.text * .6, hideOverlap: true },
    },
    yAxis: { type: 'value', min: 0, max: frame.max, show: false },
  };
}

function stackedOption(chart, looks, size) {
  const totals = chart.categories.map((_, i) => chart.series.reduce((sum, s) => sum + s.values[i], 0));
  const frame = frameOf(chart, chart.series, totals, size);
  return {
    ...common(chart, frame),
    series: chart.series.map(series => columns(series, looks[series.rating], frame)),
    graphic: { elements: endLabels(chart, frame).flatMap(label => drawn(label, frame)) },
  };
}

function lineOption(chart, size) {
  const frame = frameOf(chart, chart.lines, chart.lines.flatMap(l => l.values), size);
  const edge = frame.left + frame.width - frame.band / 2 + 5;
  const shared = common(chart, frame);
  return {
    ...shared,
    // Points stand close to the edge, and a centred first label would be cut off.
    xAxis: { ...shared.xAxis, axisLabel: { ...shared.xAxis.axisLabel, alignMinLabel: 'left' } },
    series: chart.lines.map(line => ({ type: 'line', name: line.name, data: line.values, silent: true, clip: false, ...LINES[line.mark] })),
    graphic: { elements: lineLabels(chart, frame).flatMap(label => drawn(label, frame, edge)) },
  };
}

/** A label for every line, level with its last point, then pushed apart; the lowest first. */
function lineLabels(chart, frame) {
  const labels = chart.lines.map(({ name, values }) => {
    const middle = frame.top + frame.height * (1 - (values.at(-1) ?? 0) / frame.max);
    return { words: `${counted(values.at(-1) ?? 0)} ${name}`, middle, y: middle };
  }).sort((a, b) => b.middle - a.middle);
  return pushApart(labels, frame.text * 1.19, frame.top + frame.text / 2, frame.top + frame.height - frame.text / 2);
}

/** Where things stand. The plot is fixed in pixels so that the end labels can be placed beside their segments. */
function frameOf(chart, named, values, { width, height, text = 8 }) {
  const names = Math.max(0, ...named.map(s => s.name.length + 3)) * text * .46;
  const plot = { left: 1, top: 2, width: Math.max(40, width - names - text * 1.6), height: height - text * 2 - 2 };
  return { ...plot, text, max: Math.max(1, ...values), band: plot.width / Math.max(1, chart.categories.length) };
}

function columns(series, look, frame) {
  const ground = look.outlined ? PAPER : look.colour;
  const mark = look.outlined ? look.colour + '80' : 'rgba(255,255,255,.38)';
  const room = frame.height / frame.max;
  return {
    type: 'bar', stack: 'all', name: series.name, data: series.values, barWidth: barWidth(frame), silent: true,
    itemStyle: {
      color: ground, borderColor: look.outlined ? look.colour : PAPER, borderWidth: look.outlined ? .9 : .6,
      decal: { color: mark, ...PATTERNS[series.rating] },
    },
    label: {
      show: true, position: 'inside', color: look.outlined ? look.colour : PAPER, backgroundColor: ground, borderRadius: 1.5,
      padding: [.5, 2], fontFamily: FONT, fontSize: frame.text * .94, fontWeight: 600,
      formatter: ({ value }) => value * room >= frame.text * 1.1 && frame.band >= frame.text * 1.4 ? counted(value) : '',
    },
  };
}

const barWidth = frame => Math.min(frame.band * .82, frame.text * 5);

/** A label for every series with a value in the last column, level with its segment in the last column, then pushed apart. */
function endLabels(chart, frame) {
  const last = chart.categories.length - 1;
  if (last < 0)
    return [];
  let below = 0;
  const labels = chart.series.map(series => {
    const value = series.values[last];
    const middle = frame.top + frame.height * (1 - (below + value / 2) / frame.max);
    below += value;
    return { words: `${counted(value)} ${series.name}`, middle, y: middle, used: value > 0 };
  }).filter(label => label.used);
  return pushApart(labels, frame.text * 1.19, frame.top + frame.text / 2, frame.top + frame.height - frame.text / 2);
}

/** Bottom up, then back down where the top is full. */
function pushApart(labels, gap, top, bottom) {
  for (let i = 0; i < labels.length; i++)
    labels[i].y = Math.min(labels[i].y, i ? labels[i - 1].y - gap : bottom);
  for (let i = labels.length - 1; i >= 0; i--)
    labels[i].y = Math.max(labels[i].y, i < labels.length - 1 ? labels[i + 1].y + gap : top);
  return labels;
}

function drawn({ words, middle, y }, frame, edge = frame.left + frame.width - (frame.band - barWidth(frame)) / 2 + 1.5) {
  const x = edge + frame.text;
  return [
    { type: 'polyline', silent: true, shape: { points: [[edge, middle], [edge + frame.text * .3, middle], [x - frame.text * .45, y], [x - 2, y]] }, style: { stroke: HAIRLINE, lineWidth: .5, fill: 'none' } },
    // `font: "600 8px …"` would put quotes inside an SVG attribute: name the parts
    { type: 'text', silent: true, style: { text: words, x, y, fill: INK, fontFamily: FONT, fontSize: frame.text, fontWeight: 600, verticalAlign: 'middle' } },
  ];
}
