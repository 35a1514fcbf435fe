'use strict';
(function () {
  const charts = JSON.parse(document.getElementById('data').textContent).filter((c) => c.rows.length);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const PAPER = 680; // CSS pixels between the margins of A4; two charts stand side by side
  const HALF = 332;
  const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
  const STEPS = [0.001, 0.01, 0.1, 1, 10, 60, 600, 3600, 21600, 86400, 864000, 8640000];
  const DASHES = ['solid', [8, 4], [2, 3]];
  const drawn = new Map();
  let printing = false;

  function colours() {
    return dark.matches && !printing
      ? {
          text: '#e6ebf2', soft: '#a7b2c1', line: '#323c49', card: '#181e26', pattern: 'rgba(0,0,0,0.35)',
          series: ['#5ab4f0', '#f2995c', '#3cc9a3', '#b794f6', '#e6c34d', '#f088b4', '#a9b4c2', '#8f9bff', '#c5d86d'],
          table: '#5ab4f0', duplicate: '#e6c34d', dead: '#f2995c', missing: '#ff6b60', none: '#a9b4c2', valid: '#3cc9a3'
        }
      : {
          text: '#1b2430', soft: '#515c6b', line: '#d5dae1', card: '#ffffff', pattern: 'rgba(255,255,255,0.45)',
          series: ['#0072b2', '#d55e00', '#00805d', '#8a4fbf', '#a67c00', '#c2377a', '#4b5563', '#3f51d1', '#6b7a00'],
          table: '#0072b2', duplicate: '#a67c00', dead: '#d55e00', missing: '#b3261e', none: '#6b7684', valid: '#00805d'
        };
  }

  // Numbers as the tables beside the charts write them.
  const count = (n) => (n == null ? '-' : n.toLocaleString('en-US', { maximumFractionDigits: 1 }));
  const short = (n) => (n >= 1e6 ? +(n / 1e6).toFixed(1) + ' M' : n >= 1e4 ? +(n / 1e3).toFixed(1) + ' k' : count(n));
  function share(f) {
    if (f == null) return '-';
    const p = f * 100;
    return (p === 0 ? '0' : p < 0.01 ? '< 0.01' : p.toFixed(p >= 100 ? 0 : p >= 1 ? 1 : 2)) + ' %';
  }
  function seconds(s) {
    if (s == null) return '-';
    if (s < 1) return Math.round(s * 1000) + ' ms';
    if (s < 60) return +s.toFixed(s < 10 ? 1 : 0) + ' s';
    if (s < 3600) return +(s / 60).toFixed(0) + ' min';
    return s < 172800 ? +(s / 3600).toFixed(1) + ' h' : +(s / 86400).toFixed(1) + ' days';
  }
  const format = { COUNT: count, SHARE: share, SECONDS: seconds };
  const onAxis = { COUNT: short, SHARE: (f) => +(f * 100).toFixed(2) + ' %', SECONDS: seconds };

  const isTime = (text) => /^\d{4}-\d\d-\d\d( \d\d:\d\d)?$/.test(text);
  const dayOf = (text) => MONTHS[+text.slice(5, 7) - 1] + ' ' + +text.slice(8, 10);

  function timeAxis(labels, ink) {
    const hourly = labels[0].length > 10;
    const few = labels.length <= 49;
    const isShown = (i, text) => !hourly || labels.length < 9 || text.endsWith('00:00') || (few && +text.slice(11, 13) % 3 === 0);
    return {
      type: 'category',
      data: labels,
      axisLine: { lineStyle: { color: ink.soft } },
      axisTick: { interval: hourly ? isShown : 0, lineStyle: { color: ink.soft } },
      axisLabel: {
        color: ink.soft, fontSize: 12, hideOverlap: true, interval: hourly ? isShown : 'auto',
        formatter: (text) => (hourly && few && !text.endsWith('00:00') ? text.slice(11) : dayOf(text))
      }
    };
  }

  function valueAxis(chart, ink, kind) {
    const isLog = kind === 'SECONDS' && chart.shape === 'LINES';
    return {
      type: isLog ? 'log' : 'value',
      name: chart.unit,
      nameLocation: 'end',
      nameTextStyle: { color: ink.soft, align: 'left', fontSize: 12 },
      nameGap: 12,
      minInterval: kind === 'COUNT' ? 1 : undefined,
      splitLine: { lineStyle: { color: ink.line } },
      axisLabel: { color: ink.soft, fontSize: 12, formatter: onAxis[kind], customValues: isLog ? STEPS : undefined },
      axisTick: { show: false, customValues: isLog ? STEPS : undefined },
      min: isLog ? (extent) => Math.max(...STEPS.filter((step) => step <= extent.min), 0.001) : undefined
    };
  }

  function base(chart, ink, width) {
    return {
      animation: false,
      color: ink.series,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink.text },
      aria: { enabled: true, label: { enabled: false } },
      grid: { left: 4, right: 12, top: 6, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'all' },
      tooltip: {
        trigger: 'axis', confine: true, backgroundColor: ink.card, borderColor: ink.line,
        textStyle: { color: ink.text, fontSize: 13 }, axisPointer: { type: 'shadow' }
      }
    };
  }

  function legend(names, ink) {
    return {
      data: names, left: 0, top: 0, itemWidth: 22, itemHeight: 12, itemGap: 10,
      textStyle: { color: ink.text, fontSize: 12 }, inactiveColor: ink.soft
    };
  }

  // How many lines a legend takes: the library does not tell, and its drawing would lie over the axis.
  function legendHeight(names, width) {
    let lines = 1;
    let used = 0;
    names.forEach((name) => {
      const wide = 42 + name.length * 7.4;
      if (used > 0 && used + wide > width) {
        lines++;
        used = 0;
      }
      used += wide;
    });
    return lines * 22;
  }

  const seriesOf = (chart) => {
    const kind = chart.columns[1].kind;
    const same = chart.columns.slice(1).filter((column) => column.kind === kind);
    return chart.shape === 'BARS' || (chart.shape === 'LINES' && kind === 'SHARE') ? same.slice(0, 1) : same;
  };

  function inTime(chart, ink, width) {
    const option = base(chart, ink, width);
    const labels = chart.rows.map((row) => row[0]);
    const kind = chart.columns[1].kind;
    const stacked = chart.shape === 'STACKED';
    const isArea = stacked && labels.length > 60; // patterns want room
    const shown = seriesOf(chart); // the first columns; those of other kinds are for the table alone
    option.xAxis = isTime(labels[0])
      ? timeAxis(labels, ink)
      : { type: 'category', data: labels, axisLine: { lineStyle: { color: ink.soft } }, axisTick: { show: false },
          axisLabel: { color: ink.soft, fontSize: 12, interval: 0, width: Math.max(40, width / labels.length - 6), overflow: 'break' } };
    option.yAxis = valueAxis(chart, ink, kind);
    option.tooltip.valueFormatter = format[kind];
    option.tooltip.order = stacked ? 'valueDesc' : 'seriesAsc';
    if (shown.length > 1) {
      const names = shown.map((column) => column.name);
      option.legend = legend(names, ink);
      option.grid.top = legendHeight(names, width) + 8;
    }
    if (isArea) option.legend.icon = 'rect';
    if (stacked) {
      option.aria.decal = { show: true, decals: patterns(ink) };
    }
    option.series = shown.map((column, n) => ({
      name: column.name,
      type: chart.shape === 'LINES' || isArea ? 'line' : 'bar',
      areaStyle: isArea ? { opacity: 0.9 } : undefined,
      stack: stacked ? 'all' : undefined,
      barCategoryGap: labels.length > 60 ? '0%' : '22%',
      barMaxWidth: 60,
      symbol: ['circle', 'rect', 'triangle'][n % 3],
      showSymbol: !isArea && labels.length < 40,
      symbolSize: 6,
      lineStyle: isArea ? { width: 0 } : { width: 2, type: DASHES[n % DASHES.length] },
      label: chart.shape === 'BARS' && labels.length <= 14 && width / labels.length > 36
        ? { show: true, position: 'top', color: ink.text, fontSize: 11, formatter: (p) => (kind === 'COUNT' ? short(p.value) : format[kind](p.value)) }
        : undefined,
      data: chart.rows.map((row) => (kind === 'SECONDS' && row[n + 1] != null ? Math.max(row[n + 1], 0.001) : row[n + 1]))
    }));
    return option;
  }

  // Every second series is plain, the others differ in their pattern and not by colour alone.
  function patterns(ink) {
    const lines = (rotation, gap) => ({ color: ink.pattern, symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [1.5, gap], rotation });
    const dots = (size) => ({ color: ink.pattern, symbol: 'circle', symbolSize: size, dashArrayX: [[5, 5], [0, 5, 5, 0]], dashArrayY: [5, 0] });
    return [{ symbol: 'none' }, lines(-Math.PI / 4, 4), lines(0, 4), dots(0.8), lines(Math.PI / 4, 4), { symbol: 'none' },
      lines(Math.PI / 2, 4), dots(0.5), lines(-Math.PI / 4, 8)];
  }

  function ranked(chart, ink, width) {
    const option = base(chart, ink, width);
    const total = chart.rows.reduce((sum, row) => sum + row[1], 0);
    option.grid.top = 4;
    option.grid.right = 110;
    option.xAxis = { type: 'value', show: false };
    option.yAxis = {
      type: 'category', inverse: true, data: chart.rows.map((row) => row[0]),
      axisLine: { show: false }, axisTick: { show: false },
      axisLabel: { color: ink.text, fontSize: 13, width: Math.min(190, width * 0.38), overflow: 'truncate', interval: 0 }
    };
    option.tooltip.valueFormatter = format.COUNT;
    option.series = [{
      name: chart.columns[1].name, type: 'bar', barMaxWidth: 20, data: chart.rows.map((row) => row[1]),
      label: {
        show: true, position: 'right', color: ink.text, fontSize: 12,
        formatter: (p) => short(p.value) + '  ' + share(p.value / total)
      }
    }];
    return option;
  }

  function flow(chart, ink, width) {
    const option = base(chart, ink, width);
    const narrow = width < 620;
    const sums = new Map();
    const from = new Set(chart.rows.map((row) => row[0]));
    const root = chart.rows[0][0];
    chart.rows.forEach(([source, target, n]) => {
      sums.set(target, (sums.get(target) || 0) + n);
      if (source === root) sums.set(root, (sums.get(root) || 0) + n);
    });
    const colour = (name) =>
      name === root ? ink.none
        : name === 'Valid' ? ink.valid
          : name === 'Invalid' || name.startsWith('Dead letter') ? ink.dead
            : name === 'Duplicates' ? ink.duplicate
              : name.startsWith('No row') ? ink.missing : ink.table;
    const node = (name) => ({
      name,
      itemStyle: { color: colour(name), borderColor: colour(name), borderWidth: 1 },
      label: from.has(name)
        ? { position: 'insideLeft', distance: 20 }
        : { position: 'right' }
    });
    option.tooltip = {
      ...option.tooltip, trigger: 'item', axisPointer: undefined,
      valueFormatter: (n) => count(n) + ' records'
    };
    const space = narrow ? Math.max(186, width * 0.45) : printing ? 290 : 340;
    option.series = [{
      type: 'sankey', left: 2, right: space, top: 8, bottom: narrow ? 20 : 8, nodeWidth: 14, nodeGap: narrow ? 27 : printing ? 13 : 15,
      layoutIterations: 0, draggable: false, emphasis: { focus: 'adjacency' },
      data: [...sums.keys()].sort((a, b) => (a === root ? -1 : b === root ? 1 : 0)).map(node),
      links: chart.rows.map(([source, target, value]) => ({ source, target, value })),
      lineStyle: { color: 'target', opacity: 0.32, curveness: 0.5 },
      label: {
        color: ink.text, fontSize: narrow || printing ? 11 : 12, lineHeight: 13, overflow: 'truncate', width: space - 22,
        textBorderColor: ink.card, textBorderWidth: 2,
        formatter: (p) => p.name.replace(/^Dead letter: /, narrow ? '' : 'Dead letter: ') + (narrow ? '\n' : '  ') + count(sums.get(p.name))
      }
    }];
    return option;
  }

  function height(chart, width) {
    if (chart.shape === 'RANKED') return 16 + chart.rows.length * 28;
    if (chart.shape === 'FLOW') {
      const leaves = new Set(chart.rows.map((row) => row[1])).size;
      return printing ? 180 + leaves * 15 : 240 + leaves * (width < 620 ? 30 : 18);
    }
    const lines = seriesOf(chart).length > 1 ? legendHeight(seriesOf(chart).map((column) => column.name), width) : 0;
    return (printing ? 210 : chart.shape === 'STACKED' ? 300 : 260) + lines;
  }

  function draw(chart) {
    const place = document.getElementById(chart.id);
    const width = !printing ? place.clientWidth : place.closest('.wide') ? PAPER : HALF;
    const tall = height(chart, width);
    const make = { RANKED: ranked, FLOW: flow }[chart.shape] || inTime;
    place.style.height = tall + 'px';
    let picture = drawn.get(chart.id);
    if (!picture) {
      picture = echarts.init(place, null, { renderer: 'svg', width, height: tall });
      drawn.set(chart.id, picture);
    }
    picture.resize({ width, height: tall });
    picture.setOption(make(chart, colours(), width), true);
    picture.getZr().flush();
    place.dataset.width = width;
  }

  function drawAll() {
    charts.forEach((chart) => {
      try {
        draw(chart);
      } catch (e) {
        console.error(chart.id, e);
        const place = document.getElementById(chart.id);
        place.hidden = true; // the numbers stand below it
        place.parentNode.querySelector('details').open = true;
      }
    });
  }

  function print(on) {
    if (printing !== on) {
      printing = on;
      drawAll();
    }
  }

  document.documentElement.classList.add('js');
  drawAll();
  dark.addEventListener('change', drawAll);
  addEventListener('beforeprint', () => print(true));
  addEventListener('afterprint', () => print(false));
  matchMedia('print').addEventListener('change', (e) => print(e.matches));
  let waiting = 0;
  addEventListener('resize', () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      if (!printing && charts.some((c) => +document.getElementById(c.id).dataset.width !== document.getElementById(c.id).clientWidth)) {
        drawAll();
      }
    });
  });
})();
