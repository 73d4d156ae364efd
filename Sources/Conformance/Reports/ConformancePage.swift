/// The parts of the HTML page that are the same for every run.
enum ConformancePage {
  static let body = """
    <body>
    <header>
      <h1>Conformance</h1>
      <p>What each implementation does with each vector. A row unfolds when it is clicked.</p>
    </header>
    <section id="summary" aria-label="Summary"></section>
    <nav>
      <input id="search" type="search" placeholder="Vector, comment, statement or flag" aria-label="Search">
      <select id="format" aria-label="Format"></select>
      <select id="side" aria-label="Side">
        <option value="">valid, invalid, either</option><option>valid</option><option>invalid</option><option>either</option>
      </select>
      <select id="show" aria-label="Rows">
        <option value="all">all rows</option>
        <option value="differ" selected>where somebody fails</option>
        <option value="inexact">where a refusal is inexact</option>
      </select>
      <output id="count"></output>
    </nav>
    <main><table><thead id="head"></thead><tbody id="rows"></tbody></table>
    <button id="more" type="button" hidden>Show more rows</button></main>
    <footer><span class="passed">✓</span> as it has to be <span class="inexact">~</span> refused, not exactly
    <span class="failed">✗</span> failed <span class="hung">⧖</span> hung <span class="died">†</span> died
    <span class="garbled">?</span> no answer of the protocol <span class="skipped">–</span> not done here</footer>

    """

  static let style = """
    :root { --ink: #1d2430; --dim: #5b6575; --paper: #fff; --card: #f5f7fa; --line: #dde3ea; --accent: #1f5fbf;
      --passed: #0b7a4b; --inexact: #8a6100; --failed: #c0262d; --odd: #7a3fb0; --skipped: #8b95a3; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --dim: #9aa5b5; --paper: #12161c; --card: #1b212a;
      --line: #2c3440; --accent: #7fb0ff; --passed: #4cc38a; --inexact: #e2b34a; --failed: #ff7b7b; --odd: #c79bff;
      --skipped: #66707e; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 90rem; padding: 1.5rem; color: var(--ink); background: var(--paper);
      font: 15px/1.5 system-ui, sans-serif; }
    h1 { margin: 0; font-size: 1.6rem; } header p { margin: .2rem 0 1.2rem; color: var(--dim); }
    #summary { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .8rem; }
    .card { padding: .8rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
    .card h2 { margin: 0 0 .4rem; font-size: 1rem; overflow-wrap: anywhere; }
    .card p { margin: .4rem 0 0; color: var(--dim); font-size: .85rem; }
    .bar { display: flex; height: .6rem; overflow: hidden; border-radius: .3rem; background: var(--line); }
    .bar i { display: block; min-width: 2px; } .bar .passed { background: var(--passed); }
    .bar .inexact { background: var(--inexact); } .bar .failed { background: var(--failed); }
    .bar .hung, .bar .died, .bar .garbled { background: var(--odd); }
    nav { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: .6rem; align-items: center;
      padding: .8rem 0; background: var(--paper); }
    input, select, button { padding: .45rem .6rem; font: inherit; color: inherit; background: var(--card);
      border: 1px solid var(--line); border-radius: .4rem; }
    input { flex: 1 1 18rem; } #count { color: var(--dim); } :focus-visible { outline: 2px solid var(--accent); }
    main { overflow-x: auto; } table { width: 100%; border-collapse: collapse; }
    th, td { padding: .3rem .5rem; border-bottom: 1px solid var(--line); text-align: left; }
    thead th { font-size: .85rem; vertical-align: bottom; } thead th + th + th, td.cell { text-align: center; }
    tbody tr.row { cursor: pointer; } tbody tr.row:hover { background: var(--card); }
    td.id { position: relative; min-width: 16rem; padding-left: 1.6rem; overflow-wrap: anywhere;
      font-family: ui-monospace, monospace; font-size: .85rem; }
    td.id::before { position: absolute; left: .4rem; color: var(--dim); content: '▸'; }
    tr[aria-expanded=true] td.id::before { content: '▾'; }
    td.id small { display: block; color: var(--dim); font-family: system-ui, sans-serif; }
    .cell, footer span { font-weight: 700; } .passed { color: var(--passed); } .inexact { color: var(--inexact); }
    .failed { color: var(--failed); } .hung, .died, .garbled { color: var(--odd); } .skipped { color: var(--skipped); }
    tr.details > td { background: var(--card); padding: .8rem 1rem 1rem; }
    dl { display: grid; grid-template-columns: 9rem 1fr; gap: .25rem 1rem; margin: 0; } dt { color: var(--dim); }
    dd { margin: 0; overflow-wrap: anywhere; } dd code, pre { font: .85rem/1.4 ui-monospace, monospace; white-space: pre-wrap; }
    pre { margin: 0; max-height: 20rem; overflow: auto; } #more { margin: 1rem auto; display: block; } #more[hidden] { display: none; }
    @media (max-width: 40rem) { body { padding: 1rem; } dl { grid-template-columns: 1fr; gap: 0; }
      dt { margin-top: .5rem; } nav { position: static; } }
    footer { margin-top: 1.5rem; color: var(--dim); font-size: .85rem; } footer span { margin-left: 1rem; }

    """

  static let script = """
    'use strict';
    const data = JSON.parse(document.getElementById('data').textContent);
    const marks = { passed: '✓', inexact: '~', failed: '✗', hung: '⧖', died: '†', garbled: '?', skipped: '–' };
    const bad = new Set(['failed', 'hung', 'died', 'garbled']);
    const at = id => document.getElementById(id);
    const make = (tag, name, text) => {
      const node = document.createElement(tag);
      if (name) node.className = name;
      if (text !== undefined) node.textContent = text;
      return node;
    };
    const outcome = cell => data.outcomes[cell[0]];
    for (const row of data.rows) {
      [row.format, row.side] = row.id.split('/');
      row.text = [row.id, row.op, row.comment, ...row.spec, ...row.flags].join(' ').toLowerCase();
      row.outcomes = row.cells.map(outcome);
    }

    function summary() {
      data.testees.forEach((name, index) => {
        const counts = {};
        for (const row of data.rows) counts[row.outcomes[index]] = (counts[row.outcomes[index]] || 0) + 1;
        const asked = data.rows.length - (counts.skipped || 0);
        const card = make('div', 'card');
        card.append(make('h2', '', name));
        const bar = make('div', 'bar');
        for (const kind of data.outcomes) {
          if (kind === 'skipped' || !counts[kind]) continue;
          const part = make('i', kind);
          part.style.width = 100 * counts[kind] / asked + '%';
          part.title = counts[kind] + ' ' + kind;
          bar.append(part);
        }
        const words = data.outcomes.filter(kind => counts[kind] && kind !== 'skipped').map(kind => counts[kind] + ' ' + kind);
        card.append(bar, make('p', '', words.join(', ') + ' of ' + asked + ' asked'));
        at('summary').append(card);
      });
    }

    function head() {
      const line = make('tr');
      for (const title of ['Vector', 'Operation', ...data.testees]) line.append(make('th', '', title));
      at('head').append(line);
      at('format').append(new Option('all formats', ''));
      for (const format of new Set(data.rows.map(row => row.format))) at('format').append(new Option(format, format));
    }

    function wanted(row) {
      const show = at('show').value;
      if (show === 'differ' && !row.outcomes.some(kind => bad.has(kind))) return false;
      if (show === 'inexact' && !row.outcomes.includes('inexact')) return false;
      if (at('format').value && row.format !== at('format').value) return false;
      if (at('side').value && row.side !== at('side').value) return false;
      return at('search').value.toLowerCase().split(/\\s+/).every(word => row.text.includes(word));
    }

    function details(row) {
      const line = make('tr', 'details'), cell = make('td'), list = make('dl');
      cell.colSpan = 2 + data.testees.length;
      const add = (title, text, code) => {
        const item = make('dd');
        item.append(code ? make('pre', '', text) : text);
        list.append(make('dt', '', title), item);
      };
      add('Document', row.document, true);
      add('Expected', row.expected, true);
      const others = [];
      data.testees.forEach((name, index) => {
        const answers = row.cells[index].slice(1);
        if (row.outcomes[index] === 'skipped') others.push(name);
        else add(name, answers.length ? answers.join('\\n') : row.outcomes[index], true);
      });
      if (others.length) add('Not done by', others.join(', '));
      add('Statements', row.spec.join(', '));
      if (row.flags.length) add('Notes', row.flags.join(', '));
      add('Input by', row.input);
      add('Verdict by', row.verdict);
      cell.append(list);
      line.append(cell);
      return line;
    }

    function unfold(line, row) {
      const next = line.nextElementSibling;
      if (next && next.classList.contains('details')) next.remove(); else line.after(details(row));
      line.setAttribute('aria-expanded', line.nextElementSibling?.classList.contains('details') || false);
    }

    function rowLine(row) {
      const line = make('tr', 'row'), id = make('td', 'id', row.id);
      id.append(make('small', '', row.comment));
      line.append(id, make('td', '', row.op));
      for (const kind of row.outcomes) {
        const cell = make('td', 'cell ' + kind, marks[kind]);
        cell.title = kind;
        line.append(cell);
      }
      line.tabIndex = 0;
      line.onclick = () => unfold(line, row);
      line.onkeydown = event => { if (event.key === 'Enter') unfold(line, row); };
      return line;
    }

    const page = 300;
    let found = [], shown = 0;
    function more() {
      const lines = document.createDocumentFragment();
      for (const row of found.slice(shown, shown + page)) lines.append(rowLine(row));
      at('rows').append(lines);
      shown = Math.min(shown + page, found.length);
      at('more').hidden = shown >= found.length;
    }
    function filter() {
      found = data.rows.filter(wanted);
      shown = 0;
      at('rows').replaceChildren();
      at('count').textContent = found.length + ' of ' + data.rows.length + ' rows';
      more();
    }

    summary();
    head();
    for (const id of ['search', 'format', 'side', 'show']) at(id).addEventListener('input', filter);
    at('more').onclick = more;
    if (!data.rows.some(row => row.outcomes.some(kind => bad.has(kind)))) at('show').value = 'all';
    filter();

    """
}
