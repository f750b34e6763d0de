// The page of `chanvet trace --format html`: reads the JSON that trace/html.c writes, draws with plotly.js. No request is
// made; everything is in this file. Times in the data are nanoseconds, on the page milliseconds.
'use strict';
(() => {
  const trace = JSON.parse(document.getElementById('trace').textContent);
  const MILLION = 1e6;
  const OPEN = 1, TIMED = 2, EXPIRED = 4;
  const READY = 0, RUNNING = 1, BLOCKED = 2, SYSCALL = 3;
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const ink = dark ? '#ddd' : '#222';
  const layoutBase = {
    paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)', font: {color: ink, size: 12},
    margin: {l: 10, r: 10, t: 10, b: 40}, hoverlabel: {align: 'left'},
  };
  const config = {displaylogo: false, responsive: true, showSendToCloud: false,
                  modeBarButtonsToRemove: ['sendDataToCloud', 'lasso2d', 'select2d']};

  const byId = (id) => document.getElementById(id);
  const slices = trace.slices.map(([task, start, end, state, wait, object, awaited, site, flags, waker, cases]) =>
    ({task, start, end, state, wait, object, awaited, site, flags, waker, cases}));
  const tasks = trace.tasks, objects = trace.objects;

  // What comes from the trace is text, also where plotly reads markup.
  const plain = (text) => String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const ms = (time) => time / MILLION;
  function duration(time) {
    if (time < 0) return '–';
    for (const [length, unit] of [[1e9, 's'], [1e6, 'ms'], [1e3, 'µs']])
      if (time >= length) return `${(time / length).toFixed(3)} ${unit}`;
    return `${time} ns`;
  }
  const place = (site) => trace.places[site] || '';
  const stack = (site) => trace.sites[site] || [];

  function what(slice) {
    if (slice.state === SYSCALL) return 'system call';
    if (slice.state !== BLOCKED) return trace.states[slice.state];
    const name = slice.object ? objects[slice.object].name : slice.awaited ? tasks[slice.awaited].name : '';
    const cases = slice.cases.map(([object, wait]) => `${trace.waits[wait]} ${objects[object].name}`).join(', ');
    return `${trace.waits[slice.wait]} ${name}${cases ? `(${cases})` : ''}`.trim();
  }

  // ---- head
  document.title = `Trace: ${trace.command}`;
  byId('command').textContent = trace.command || `process ${trace.pid}`;
  const stillBlocked = slices.filter((slice) => slice.state === BLOCKED && slice.flags & OPEN);
  byId('summary').textContent = [
    `process ${trace.pid}`, `${tasks.length - 1} tasks`, duration(trace.duration),
    `${stillBlocked.length} still blocked at the end`,
    trace.finished ? '' : 'the process was killed, or still runs',
    trace.overwritten ? `the oldest ${trace.overwritten} events were overwritten` : '',
    trace.dropped ? `${trace.dropped} events were dropped` : '',
    trace.slices_total > slices.length ? `only the longest ${slices.length} of ${trace.slices_total} states are drawn` : '',
    trace.messages_total > trace.messages.length ? `only ${trace.messages.length} of ${trace.messages_total} messages are drawn` : '',
  ].filter(Boolean).join(' · ');

  // ---- timeline
  const rows = tasks.map((task, index) => index).filter((index) => index && tasks[index].seen);
  const rowOf = new Map(rows.map((task, row) => [task, row]));
  const rowHeight = Math.max(6, Math.min(26, 1400 / Math.max(1, rows.length)));

  function drawTimeline() {
    const kinds = [
      {name: 'running', colour: '#2ca02c', has: (slice) => slice.state === RUNNING},
      {name: 'ready', colour: '#e8b024', has: (slice) => slice.state === READY},
      {name: 'system call', colour: '#9467bd', has: (slice) => slice.state === SYSCALL},
      {name: 'blocked', colour: '#7f9fc4', has: (slice) => slice.state === BLOCKED && !(slice.flags & OPEN)},
      {name: 'blocked until the end', colour: '#d62728', has: (slice) => slice.state === BLOCKED && slice.flags & OPEN},
    ];
    const lines = kinds.map((kind) => {
      const x = [], y = [], text = [];
      for (const slice of slices.filter(kind.has)) {
        const row = rowOf.get(slice.task);
        const words = [`<b>${plain(tasks[slice.task].name)}</b>: ${plain(what(slice))}`,
          `${duration(slice.end - slice.start)} from ${duration(slice.start)}${slice.flags & EXPIRED ? ', timed out' : ''}`,
          ...stack(slice.site).slice(0, 12).map(plain)];
        if (slice.waker) words.push(`woken by ${plain(tasks[slice.waker].name)}`);
        const line = words.join('<br>');
        x.push(ms(slice.start), ms((slice.start + slice.end) / 2), ms(slice.end), null);
        y.push(row, row, row, null);
        text.push(line, line, line, null);
      }
      return {name: kind.name, type: 'scatter', mode: 'lines', x, y, text, hoverinfo: 'text', connectgaps: false,
              line: {color: kind.colour, width: rowHeight * 0.6}};
    });
    const messages = {name: 'messages', type: 'scatter', mode: 'lines', x: [], y: [], hoverinfo: 'skip',
                      line: {color: ink, width: 0.8}, opacity: 0.6};
    for (const [, from, to, sent, received] of trace.messages) {
      messages.x.push(ms(sent), ms(received), null);
      messages.y.push(rowOf.get(from), rowOf.get(to), null);
    }
    const marks = {name: 'marks', type: 'scatter', mode: 'markers', hoverinfo: 'text',
                   marker: {symbol: 'star', size: 11, color: '#ff7f0e', line: {color: ink, width: 0.5}},
                   x: trace.marks.map(([time]) => ms(time)), y: trace.marks.map(([, task]) => rowOf.get(task)),
                   text: trace.marks.map(([time, task, name]) => `mark ${plain(name)}<br>${duration(time)}`)};
    const used = [...lines, messages, marks].filter((part) => part.x.length);
    return Plotly.newPlot('timeline', used, {
      ...layoutBase, height: Math.max(220, rows.length * rowHeight + 120), hovermode: 'closest', dragmode: 'zoom',
      xaxis: {title: {text: 'milliseconds'}, zeroline: false, range: [0, ms(trace.duration) || 1]},
      yaxis: {tickvals: rows.map((_, row) => row), ticktext: rows.map((task) => plain(tasks[task].name)),
              autorange: 'reversed', automargin: true, zeroline: false, showgrid: false,
              showticklabels: rows.length <= 120},
      legend: {orientation: 'h', y: 1.02, yanchor: 'bottom'}, margin: {...layoutBase.margin, t: 40},
    }, config);
  }

  // ---- wait-for graph at a moment
  const SVG = 'http://www.w3.org/2000/svg';
  function svg(name, attributes, parent, text) {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    if (text !== undefined) node.textContent = text;
    if (parent) parent.appendChild(node);
    return node;
  }

  // Ends are exclusive, but for what lasts until the end.
  const isAt = (item, time) => item.start <= time && (time < item.end || item.flags & OPEN);
  const holds = trace.holds.map(([object, task, start, end, flags]) => ({object, task, start, end, flags}));

  function edgesAt(time) {
    const edges = [];
    for (const slice of slices) {
      if (slice.state !== BLOCKED || !isAt(slice, time)) continue;
      if (slice.awaited) edges.push({task: slice.task, other: slice.awaited, word: 'join'});
      const targets = slice.cases.length ? slice.cases : [[slice.object, slice.wait]];
      for (const [object, wait] of targets)
        if (!slice.awaited && object) edges.push({task: slice.task, object, word: trace.waits[wait]});
    }
    const waited = new Set(edges.map((edge) => edge.object));
    for (const hold of holds)
      if (isAt(hold, time) && waited.has(hold.object)) edges.push({task: hold.task, object: hold.object, word: 'has', held: true});
    return edges;
  }

  function tasksInCircles(edges) {
    const next = new Map();
    const add = (from, to) => next.set(from, [...(next.get(from) || []), to]);
    for (const edge of edges) {
      if (edge.held) add(`o${edge.object}`, `t${edge.task}`);
      else add(`t${edge.task}`, edge.other ? `t${edge.other}` : `o${edge.object}`);
    }
    const comesBack = (start) => {
      const seen = new Set(), work = [...(next.get(start) || [])];
      while (work.length) {
        const node = work.pop();
        if (node === start) return true;
        if (!seen.has(node)) { seen.add(node); work.push(...(next.get(node) || [])); }
      }
      return false;
    };
    return new Set([...next.keys()].filter((node) => node[0] === 't' && next.size <= 2000 && comesBack(node)).map((node) => +node.slice(1)));
  }

  function drawGraph(time) {
    const edges = edgesAt(time), inCircle = tasksInCircles(edges), holder = byId('graph');
    const waiting = [...new Set(edges.flatMap((edge) => edge.other ? [edge.task, edge.other] : [edge.task]))].sort((a, b) => a - b);
    const things = [...new Set(edges.filter((edge) => edge.object !== undefined).map((edge) => edge.object))].sort((a, b) => a - b);
    const height = Math.max(waiting.length, things.length, 1) * 40 + 20;
    const y = (list, item) => 30 + list.indexOf(item) * 40 + (height - 20 - list.length * 40) / 2;
    const root = svg('svg', {class: 'graph', width: 620, height, viewBox: `0 0 620 ${height}`});
    const marker = svg('marker', {id: 'arrow', viewBox: '0 0 8 8', refX: 8, refY: 4, markerWidth: 8, markerHeight: 8, orient: 'auto'},
                       svg('defs', {}, root));
    svg('path', {d: 'M0 0L8 4L0 8z', style: 'fill: #777; stroke: none'}, marker);
    const short = (text) => text.length > 26 ? `${text.slice(0, 25)}…` : text;
    for (const edge of edges) {
      const taskY = y(waiting, edge.task);
      let path, x = 300, middle;
      if (edge.other) {
        const otherY = y(waiting, edge.other);
        path = `M10 ${taskY}C-30 ${taskY} -30 ${otherY} 10 ${otherY}`; x = 2; middle = (taskY + otherY) / 2;
      } else {
        const thingY = y(things, edge.object);
        path = edge.held ? `M400 ${thingY}L210 ${taskY}` : `M210 ${taskY}L400 ${thingY}`;
        middle = (taskY + thingY) / 2;
      }
      svg('path', {class: edge.held ? 'held' : 'waits', d: path, 'marker-end': 'url(#arrow)'}, root);
      svg('text', {x, y: middle - 4, 'text-anchor': edge.other ? 'start' : 'middle'}, root, edge.word);
    }
    for (const task of waiting) {
      const group = svg('g', {class: inCircle.has(task) ? 'task circle' : 'task'}, root);
      svg('rect', {x: 10, y: y(waiting, task) - 14, width: 200, height: 28, rx: 3}, group);
      svg('text', {x: 110, y: y(waiting, task) + 4, 'text-anchor': 'middle'}, group, short(tasks[task].name));
      svg('title', {}, group, tasks[task].name);
    }
    for (const object of things) {
      const group = svg('g', {class: 'object'}, root);
      svg('ellipse', {cx: 500, cy: y(things, object), rx: 100, ry: 15}, group);
      const name = object ? objects[object].name : '?';
      svg('text', {x: 500, y: y(things, object) + 4, 'text-anchor': 'middle'}, group, short(name));
      svg('title', {}, group, name);
    }
    holder.replaceChildren(root);
    if (!edges.length) holder.replaceChildren('Nobody waits.');
  }

  // ---- channels
  const points = new Map();
  for (const [object, time, fill, senders, receivers, closed] of trace.points) {
    if (!points.has(object)) points.set(object, []);
    points.get(object).push({time, fill, senders, receivers, closed});
  }

  function ballPlace(object, point) {
    const capacity = objects[object].capacity;
    const share = (count) => count / (1 + count);
    const height = capacity === 0 ? 0 : 2 * (capacity > 0 ? Math.min(1, point.fill / capacity) : share(point.fill)) - 1;
    const cube = [share(point.senders), -share(point.receivers), height];
    const length = Math.hypot(...cube), largest = Math.max(...cube.map(Math.abs));
    return cube.map((value) => length ? value * largest / length : 0);
  }

  function ballGrid() {
    const x = [], y = [], z = [], steps = 48;
    const ring = (at) => {
      for (let i = 0; i <= steps; i++) {
        const place3 = at(2 * Math.PI * i / steps);
        x.push(place3[0]); y.push(place3[1]); z.push(place3[2]);
      }
      x.push(null); y.push(null); z.push(null);
    };
    for (let k = -2; k <= 2; k++) {
      const h = Math.sin(k * Math.PI / 6), r = Math.cos(k * Math.PI / 6);
      ring((angle) => [r * Math.cos(angle), r * Math.sin(angle), h]);
    }
    for (let k = 0; k < 6; k++) {
      const turn = k * Math.PI / 6;
      ring((angle) => [Math.cos(angle) * Math.cos(turn), Math.cos(angle) * Math.sin(turn), Math.sin(angle)]);
    }
    return {type: 'scatter3d', mode: 'lines', x, y, z, hoverinfo: 'skip', showlegend: false, line: {color: '#888', width: 1}, opacity: 0.35};
  }

  const selected = () => +byId('channel').value;
  const moment = () => trace.duration * byId('moment').value / 1000;
  function pointAt(list, time) {
    let found = list[0];
    for (const point of list) if (point.time <= time) found = point;
    return found;
  }
  const describe = (point) => `${duration(point.time)}: fill ${point.fill}, ${point.senders} waiting senders, ` +
    `${point.receivers} waiting receivers${point.closed ? ', closed' : ''}`;

  async function drawBall() {
    const object = selected(), list = points.get(object), places = list.map((point) => ballPlace(object, point));
    const now = pointAt(list, moment()), nowPlace = ballPlace(object, now);
    const axis = (text) => ({title: {text}, range: [-1.1, 1.1], showbackground: false, color: ink, zeroline: false});
    const path = {type: 'scatter3d', mode: 'lines+markers', showlegend: false, hoverinfo: 'text',
                  x: places.map((p) => p[0]), y: places.map((p) => p[1]), z: places.map((p) => p[2]), text: list.map(describe),
                  line: {width: 5, color: list.map((point) => ms(point.time)), colorscale: 'Viridis'},
                  marker: {size: 3, color: list.map((point) => ms(point.time)), colorscale: 'Viridis', showscale: true,
                           colorbar: {title: {text: 'ms'}, thickness: 10, len: 0.7}}};
    const here = {type: 'scatter3d', mode: 'markers', showlegend: false, hoverinfo: 'text', text: [describe(now)],
                  x: [nowPlace[0]], y: [nowPlace[1]], z: [nowPlace[2]], marker: {size: 9, color: '#d62728'}};
    await Plotly.react('ball', [ballGrid(), path, here], {
      ...layoutBase, height: 480, uirevision: 'ball',
      scene: {aspectmode: 'cube', xaxis: axis('senders →'), yaxis: axis('← receivers'), zaxis: axis('fill ↑'),
              camera: {eye: {x: 1.45, y: -1.6, z: 0.85}}},
    }, config);
  }

  async function drawChannel() {
    const object = selected(), list = points.get(object), end = trace.duration;
    const line = (name, key, colour) => ({
      name, type: 'scatter', mode: 'lines', line: {shape: 'hv', color: colour, width: 2},
      x: [...list.map((point) => ms(point.time)), ms(end)],
      y: [...list.map((point) => point[key]), list[list.length - 1][key]]});
    const capacity = objects[object].capacity, closed = list.find((point) => point.closed);
    const across = (y) => ({type: 'line', xref: 'paper', x0: 0, x1: 1, y0: y, y1: y, line: {color: '#888', dash: 'dot'}});
    const down = (x) => ({type: 'line', yref: 'paper', y0: 0, y1: 1, x0: x, x1: x, line: {color: '#d62728', dash: 'dash'}});
    await Plotly.react('channel-chart', [line('fill', 'fill', '#1f77b4'), line('waiting senders', 'senders', '#d62728'),
                                   line('waiting receivers', 'receivers', '#2ca02c')], {
      ...layoutBase, height: 260, hovermode: 'x unified',
      xaxis: {title: {text: 'milliseconds'}, range: [0, ms(end) || 1], zeroline: false},
      yaxis: {rangemode: 'tozero', title: {text: 'count'}, automargin: true},
      shapes: [...(capacity > 0 ? [across(capacity)] : []), ...(closed ? [down(ms(closed.time))] : [])],
      legend: {orientation: 'h', y: 1.02, yanchor: 'bottom'}, margin: {...layoutBase.margin, t: 30},
    }, config);
    await drawBall();
  }

  async function setUpChannels() {
    const select = byId('channel');
    for (const object of points.keys()) {
      const option = document.createElement('option');
      const capacity = objects[object].capacity;
      option.value = object;
      option.textContent = `${objects[object].name} (${capacity === 0 ? 'unbuffered' : capacity > 0 ? `capacity ${capacity}` : 'unbounded'})`;
      select.appendChild(option);
    }
    if (!points.size) {
      byId('ball').textContent = 'The trace tells of no channel.';
      byId('ball-legend').remove();
      select.remove();
      return;
    }
    select.addEventListener('change', drawChannel);
    await drawChannel();
  }

  function setUpMoment() {
    const show = () => {
      byId('moment-value').textContent = duration(Math.round(moment()));
      drawGraph(moment());
      if (points.size) drawBall();
    };
    byId('moment').addEventListener('input', show);
    byId('moment-value').textContent = duration(Math.round(moment()));
    drawGraph(moment());
  }

  // ---- tables: a click on a head sorts
  function fillTable(id, heads, lines, isOpen) {
    const table = byId(id), head = table.createTHead().insertRow(), body = table.createTBody();
    if (!lines.length) { table.replaceWith('None.'); return; }
    const show = () => body.replaceChildren(...lines.map((line) => {
      const row = document.createElement('tr');
      if (isOpen && isOpen(line)) row.className = 'open';
      line.cells.forEach((cell) => {
        const data = row.insertCell();
        data.textContent = cell.text ?? cell;
        if (cell.value !== undefined) data.className = 'number';
      });
      if (line.title) row.title = line.title;
      return row;
    }));
    heads.forEach((name, column) => {
      const cell = document.createElement('th');
      cell.textContent = name;
      let direction = 1;
      cell.addEventListener('click', () => {
        const key = (line) => line.cells[column].value ?? line.cells[column];
        lines.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0) * direction);
        direction = -direction;
        show();
      });
      head.appendChild(cell);
    });
    show();
  }
  const time = (value) => ({text: duration(value), value});

  function fillTasks() {
    const last = new Map(), spent = tasks.map(() => [0, 0, 0, 0]);
    for (const slice of slices) {
      if (slice.flags & OPEN) last.set(slice.task, slice);
      spent[slice.task][slice.state] += slice.end - slice.start;
    }
    fillTable('tasks', ['task', 'kind', 'started by', 'where', 'started', 'state at the end', 'since', 'running', 'blocked', 'ready'],
      rows.map((index) => {
        const task = tasks[index], slice = last.get(index);
        return {open: slice && slice.state === BLOCKED, title: slice ? stack(slice.site).join('\n') : '',
          cells: [task.name, task.kind, task.creator ? tasks[task.creator].name : '', place(task.site), time(task.start),
            slice ? what(slice) : task.ended ? 'ended' : '?', slice ? time(slice.end - slice.start) : {text: '', value: -1},
            time(spent[index][RUNNING]), time(spent[index][BLOCKED]), time(spent[index][READY])]};
      }), (line) => line.open);
  }

  function fillRest() {
    fillTable('waits', ['for what', 'where', 'waits', 'until the end', 'total', 'longest'],
      trace.wait_groups.map(([wait, object, site, count, open, total, longest]) => ({open: open > 0, title: stack(site).join('\n'),
        cells: [`${trace.waits[wait]} ${object ? objects[object].name : ''}`, place(site), {text: count, value: count},
                {text: open, value: open}, time(total), time(longest)]})), (line) => line.open);
    fillTable('cancellations', ['at', 'by', 'what', 'task', 'generations below', 'noticed after', 'ended after'],
      trace.cancellations.map(([at, by, word, target, depth, notice, end]) => ({open: end < 0,
        cells: [time(at), tasks[by].name, word, tasks[target].name, {text: depth, value: depth}, time(notice), time(end)]})),
      (line) => line.open);
    fillTable('marks', ['at', 'task', 'mark'], trace.marks.map(([at, task, name]) => ({cells: [time(at), tasks[task].name, name]})));
  }

  fillTasks();
  fillRest();
  setUpMoment();
  // Tests and scripts wait for this.
  drawTimeline().then(setUpChannels).then(() => { document.body.dataset.state = 'ready'; },
    (problem) => { document.body.dataset.state = `failed: ${problem}`; throw problem; });
})();
