"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const colours = JSON.parse(document.getElementById("colours").textContent);
const FINENESS = ["day of publication", "day", "week", "month", "year", "not known"];
const PRECISION = ["site", "town", "district (2nd level)", "province (1st level)", "country"];
const OPACITY = [.85, .75, .5, .35, 0], PAGE = 40, MOST = 12, NAMED = 12, POINTS = 1500;
const form = document.getElementById("filters"), all = data.t.map((_, i) => i);
let shown = all, place = -1, length = PAGE;

function make(name, attributes = {}, ...children) {
  const svg = ["svg", "g", "rect", "circle", "line", "text", "title"].includes(name);
  const node = svg ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (key === "onclick") node.addEventListener("click", value); else node.setAttribute(key, value);
  node.append(...children.filter(child => child !== null && child !== ""));
  return node;
}
const byId = id => document.getElementById(id), put = (id, ...nodes) => byId(id).replaceChildren(...nodes);
const plain = number => number.toLocaleString("en"), some = (number, one, many) => plain(number) + " " + (number === 1 ? one : many);
const day = number => new Date(number * 864e5).toISOString().slice(0, 10), number = text => Math.round(Date.parse(text) / 864e5);
function range(low, high) { return low === null ? (high === null ? "" : "up to " + plain(high)) : high === null ? plain(low) + " or more" : low === high ? plain(low) : plain(low) + " to " + plain(high); }
function press(node, act) { node.addEventListener("click", act); node.addEventListener("keydown", event => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); act(); } }); return node; }
function harm(i) { return data.s[i] & 8 ? 0 : (data.k[i] || 0) + (data.w[i] || 0); }
function when(i) { const exact = data.f[i]; if (data.d[i] === null) return "day not known"; const text = day(data.d[i]); return exact === 4 ? text.slice(0, 4) : exact === 3 ? text.slice(0, 7) : exact === 0 ? "about " + text : exact === 2 ? "week of " + text : text; }
function names(list) { return list.map(i => data.parties[i]).join(", "); }
function where(i) { if (data.p[i] < 0) return ""; const spot = data.places[data.p[i]], country = data.countries[data.c[i]]; return spot[0] + (country && country[1] !== spot[0] ? ", " + country[1] : ""); }

function choose() {
  const type = form.type.value, country = form.country.value, least = +form.confidence.value;
  const from = form.from.value ? number(form.from.value) : -Infinity, to = form.to.value ? number(form.to.value) : Infinity;
  form.least.value = least + " %";
  shown = all.filter(i => (type === "" || data.t[i] === +type) && (country === "" || data.c[i] === +country) && data.q[i] >= least
    && (!form.happened.checked || data.s[i] & 1) && (!form.news.checked || !(data.s[i] & 2))
    && (from === -Infinity && to === Infinity || data.d[i] !== null && data.d[i] >= from && data.d[i] <= to));
  length = PAGE;
  draw();
}
function draw() {
  if (place >= 0 && !shown.some(i => data.p[i] === place)) place = -1;
  const reports = shown.reduce((sum, i) => sum + data.n[i], 0);
  put("count", some(shown.length, "incident", "incidents") + " of " + plain(all.length) + ", " + some(reports, "report", "reports")
    + (data.left ? "; " + plain(data.left) + " more, less harmful and less reported, do not fit into this page" : ""));
  drawMap(); drawTime(); drawList(); drawWho(); drawSure();
}
function drawMap() {
  const spots = new Map(), only = new Map();
  let without = 0;
  for (const i of shown) {
    const p = data.p[i];
    if (p < 0) { without++; continue; }
    if (data.places[p][2] === null) { if (data.c[i] >= 0) only.set(data.c[i], (only.get(data.c[i]) || 0) + 1); else without++; continue; }
    const spot = spots.get(p) || { n: 0, harm: 0 };
    spot.n++; spot.harm += harm(i); spots.set(p, spot);
  }
  const largest = Math.max(1, ...[...spots.values()].map(spot => spot.harm)), small = byId("map").clientWidth < 600 ? 2 : 1;
  const room = Math.min(1, Math.max(.35, Math.sqrt(120 / spots.size)));  // where places are many, small points leave the map to be seen
  const radius = toll => small * room * (3 + 15 * Math.log1p(toll) / Math.log1p(largest));
  const ordered = [...spots].sort((a, b) => b[1].harm - a[1].harm || b[1].n - a[1].n), points = [];
  ordered.slice(0, POINTS).forEach(([p, spot], rank) => {
    const [name, country, x, y, precision] = data.places[p];
    const told = name + (country ? " (" + country + ")" : "") + ", " + PRECISION[precision] + ": " + some(spot.n, "incident", "incidents") + (spot.harm ? ", " + plain(spot.harm) + " killed and wounded" : "");
    const circle = make("circle", { cx: x, cy: y, r: radius(spot.harm).toFixed(1), "fill-opacity": OPACITY[precision], role: "button", "aria-label": told, "data-told": told, tabindex: rank < NAMED ? 0 : -1 });
    if (p === place) circle.classList.add("chosen");
    points.push(press(circle, () => { place = place === p ? -1 : p; length = PAGE; draw(); byId("list").scrollIntoView(); }));
  });
  put("points", ...points);
  const shaded = new Map([...only].map(([c, n]) => [data.countries[c][0], [c, n]]));
  for (const path of document.querySelectorAll(".land path")) {
    const found = shaded.get(path.dataset.c);
    path.classList.toggle("told", !!found);
    if (found) path.dataset.told = data.countries[found[0]][1] + ": " + some(found[1], "incident", "incidents") + " known by country only"; else delete path.dataset.told;
  }
  const tolls = [0]; for (let t = 1; t < largest; t *= 10) tolls.push(t); tolls.push(largest);
  const scale = byId("map").clientWidth / 1000;
  const sizes = [...new Set(tolls)].map(t => { const d = (2 * radius(t) * scale).toFixed(0) + "px"; return make("span", {}, make("i", { style: `width:${d};height:${d}` }), t ? plain(t) : "none told"); });
  const exact = [0, 1, 2, 3].filter(k => ordered.some(([p]) => data.places[p][4] === k)).map(k => make("span", {}, make("i", { style: `width:13px;height:13px;opacity:${OPACITY[k]}` }), PRECISION[k]));
  put("map-key", ordered.length ? make("div", { class: "mapkey" }, "killed and wounded: ", ...sizes) : "", exact.length ? make("div", { class: "mapkey" }, "known to the: ", ...exact) : "",
    only.size ? make("div", { class: "mapkey" }, make("span", {}, make("i", { class: "shade" }), "incidents known by country only")) : "");
  const country = [...only.values()].reduce((a, b) => a + b, 0);
  put("map-left", `No point: ${plain(country)} known by country only (shaded and listed, a point would be untrue), ${plain(without)} without a place.` + (ordered.length > POINTS ? ` Of ${plain(ordered.length)} places the ${plain(POINTS)} with the largest tolls are drawn.` : ""));
  put("countries", bars([...only].map(([c, n]) => [data.countries[c][1], n, () => { form.country.value = c; choose(); }]), "Known by country only"));
}
function unitOf(days) {
  const fine = shown.filter(i => data.d[i] !== null && data.f[i] <= 2).length, months = shown.filter(i => data.d[i] !== null && data.f[i] <= 3).length, span = days.length ? days[days.length - 1] - days[0] : 0;
  return fine * 2 >= days.length && span <= 100 ? "day" : fine * 2 >= days.length && span <= 1120 ? "week" : months * 2 >= days.length && span <= 7300 ? "month" : "year";
}
function floor(number, unit) { if (unit === "day") return number; if (unit === "week") return number - (number + 3) % 7; const text = day(number); return Math.round(Date.parse(unit === "month" ? text.slice(0, 7) + "-01" : text.slice(0, 4) + "-01-01") / 864e5); }
function after(start, unit) { return unit === "day" ? start + 1 : unit === "week" ? start + 7 : floor(start + (unit === "month" ? 32 : 367), unit); }
function shortest(days) {
  if (days.length < 20) return days;
  const wanted = Math.ceil(days.length * .9); let best = 0;
  for (let n = 1; n + wanted <= days.length; n++) if (days[n + wanted - 1] - days[n] < days[best + wanted - 1] - days[best]) best = n;
  return days.slice(best, best + wanted);
}
function drawTime() {
  const coarsest = { day: 1, week: 2, month: 3, year: 4 };
  let days = shown.filter(i => data.d[i] !== null).map(i => data.d[i]).sort((a, b) => a - b);
  days = shortest(days);
  if (!days.length) { put("time", make("p", { class: "none" }, "No incident has a day.")); put("time-key"); put("time-left"); return; }
  const unit = unitOf(days), first = floor(days[0], unit), last = after(floor(days[days.length - 1], unit), unit), bins = new Map();
  let outside = 0, coarse = 0, none = 0;
  for (const i of shown) {
    if (data.d[i] === null) { none++; continue; }
    if (data.f[i] > coarsest[unit]) { coarse++; continue; }
    if (data.d[i] < first || data.d[i] >= last) { outside++; continue; }
    const start = floor(data.d[i], unit), bin = bins.get(start) || bins.set(start, new Map()).get(start), key = data.t[i] * 2 + (data.f[i] === 0 ? 1 : 0);
    bin.set(key, (bin.get(key) || 0) + 1);
  }
  const width = Math.max(280, byId("time").clientWidth), height = 260, left = 44, bottom = 26, top = 8;
  const most = Math.max(1, ...[...bins.values()].map(bin => [...bin.values()].reduce((a, b) => a + b, 0)));
  const x = value => left + (value - first) / (last - first) * (width - left - 6), y = value => height - bottom - value / most * (height - bottom - top);
  const svg = make("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": `Incidents a ${unit} by type` }), step = Math.max(1, Math.ceil(most / 4));
  for (let v = 0; v <= most; v += step) svg.append(make("line", { x1: left, x2: width, y1: y(v), y2: y(v) }), make("text", { x: left - 8, y: y(v) + 4, "text-anchor": "end" }, plain(v)));
  const labels = Math.max(1, Math.floor((width - left) / 110));
  for (let n = 0; n < labels; n++) { const value = first + (last - first) * (n + .5) / labels, text = day(Math.floor(value)); svg.append(make("text", { x: x(value), y: height - 6, "text-anchor": "middle" }, unit === "year" ? text.slice(0, 4) : unit === "month" ? text.slice(0, 7) : text)); }
  for (const [start, bin] of [...bins].sort((a, b) => a[0] - b[0])) {
    const end = after(start, unit), x0 = x(start), wide = Math.max(1, x(end) - x0 - 1); let at = 0; const told = [];
    for (const [key, n] of [...bin].sort((a, b) => a[0] - b[0])) {
      const kind = data.types[key >> 1];
      svg.append(make("rect", { x: x0, y: y(at + n), width: wide, height: y(at) - y(at + n), fill: colours[kind], "fill-opacity": key & 1 ? .45 : 1 }));
      at += n; told.push(plain(n) + " " + kind + (key & 1 ? " (day of publication)" : ""));
    }
    const words = (unit === "day" ? "" : unit + " of ") + day(start) + ": " + told.join(", ");
    svg.append(press(make("rect", { class: "hit", x: x0, y: top, width: Math.max(wide, 3), height: height - bottom - top, role: "button", tabindex: 0, "aria-label": words, "data-told": words }),
      () => { form.from.value = day(start); form.to.value = day(end - 1); choose(); byId("list").scrollIntoView(); }));
  }
  put("time", svg);
  const present = new Set([...bins.values()].flatMap(bin => [...bin.keys()].map(key => key >> 1)));
  put("time-key", ...data.types.map((kind, t) => present.has(t) ? make("span", {}, make("i", { style: "background:" + colours[kind] }), kind) : "").filter(Boolean));
  const lost = [[outside, "before or after the stretch shown"], [coarse, "dated less exactly than by " + unit], [none, "without a day"]].filter(([n]) => n).map(([n, why]) => plain(n) + " " + why);
  put("time-left", lost.length ? "Not shown: " + lost.join(", ") + "." : "All are shown.");
}
function evidence(i) {
  if (!data.e[i]) return [make("p", { class: "none" }, "Its sentences do not fit into this page: see the events dataset.")];
  const found = data.e[i].map(([segments, url, publisher, published, dated, placed, sure]) => make("div", {},
    make("blockquote", {}, ...segments.map(([words, kind]) => kind ? make("mark", { class: kind }, words) : words)),
    make("p", { class: "note" }, [publisher || "publisher not known", published, dated ? "day from “" + dated + "”" : "", placed ? "place from “" + placed + "”" : "", "confidence " + sure + " %"].filter(Boolean).join(", ") + (url ? ": " : ""), url ? make("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, url) : "")));
  if (data.n[i] > found.length) found.push(make("p", { class: "note" }, plain(data.n[i] - found.length) + " more reports in the events dataset."));
  return found;
}
function drawList() {
  const listed = place < 0 ? shown : shown.filter(i => data.p[i] === place), nodes = [];
  if (place >= 0) nodes.push(make("p", {}, make("button", { type: "button", onclick: () => { place = -1; draw(); } }, "At " + data.places[place][0] + " only: show all places")));
  for (const i of listed.slice(0, length)) {
    const killed = range(data.k[i], data.kh[i]), wounded = range(data.w[i], data.wh[i]), running = data.s[i] & 8 ? " (running toll)" : "";
    const toll = [killed && killed + " killed", wounded && wounded + " wounded"].filter(Boolean).join(", ") + (killed || wounded ? running : "");
    const notes = [where(i), some(data.n[i], "report", "reports") + (data.src[i] ? ": " + data.src[i] : ""), "confidence " + data.q[i] + " %", data.s[i] & 4 ? "disputed" : "", data.s[i] & 2 ? "background" : "", data.s[i] & 1 ? "" : "did not happen (yet)"];
    const sides = [names(data.a[i]) || (data.r[i].length ? "?" : ""), names(data.r[i])].filter(Boolean).join(" → "), kind = data.types[data.t[i]];
    const details = make("details", {}, make("summary", {}, make("span", { class: "when" }, when(i)),
      make("span", { class: "what" }, make("i", { class: "swatch", style: "background:" + colours[kind] }), kind + (sides ? ": " + sides : ""), make("small", {}, notes.filter(Boolean).join(" · "))), make("span", { class: "toll" }, toll)));
    details.addEventListener("toggle", () => { if (details.open && details.childElementCount === 1) details.append(...evidence(i)); });
    nodes.push(details);
  }
  if (!listed.length) nodes.push(make("p", { class: "none" }, "No incident: choose less."));
  put("incidents", ...nodes);
  byId("more").hidden = listed.length <= length;
  byId("more").textContent = "Show more of " + plain(listed.length - Math.min(length, listed.length));
}
function bars(rows, title) {
  const ordered = rows.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)), most = ordered.length ? ordered[0][1] : 1;
  if (!ordered.length) return make("p", { class: "none" }, title ? "" : "None.");
  const table = make("table", { class: "bars" }, ...(title ? [make("caption", { class: "note", style: "text-align:left" }, title)] : []));
  for (const [name, n, act] of ordered.slice(0, MOST)) table.append(make("tr", {}, make("th", { scope: "row" }, act ? make("button", { type: "button", onclick: act }, name) : name), make("td", { class: "number" }, plain(n)), make("td", {}, make("div", { class: "bar", style: `width:${(100 * n / most).toFixed(1)}%` }))));
  return table;
}
function counted(values) { const found = new Map(); for (const value of values) found.set(value, (found.get(value) || 0) + 1); return [...found]; }
function drawWho() {
  put("actors", bars(counted(shown.flatMap(i => data.a[i])).map(([p, n]) => [data.parties[p], n])));
  put("recipients", bars(counted(shown.flatMap(i => data.r[i])).map(([p, n]) => [data.parties[p], n])));
  put("dyads", bars(counted(shown.flatMap(i => data.a[i].flatMap(a => data.r[i].map(r => data.parties[a] + " → " + data.parties[r])))).map(([pair, n]) => [pair, n])));
}
function inOrder(rows) { const most = Math.max(1, ...rows.map(row => row[1])); const table = make("table", { class: "bars" }); for (const [name, n] of rows) table.append(make("tr", {}, make("th", { scope: "row" }, name), make("td", { class: "number" }, plain(n)), make("td", {}, make("div", { class: "bar", style: `width:${(100 * n / most).toFixed(1)}%` })))); return table; }
function drawSure() {
  const tens = Array(10).fill(0), dates = Array(6).fill(0), places = Array(6).fill(0);
  for (const i of shown) { tens[Math.min(9, Math.floor(data.q[i] / 10))]++; dates[data.d[i] === null ? 5 : data.f[i]]++; places[data.p[i] < 0 ? 5 : data.places[data.p[i]][4]]++; }
  put("confidence", inOrder(tens.map((n, k) => [`${10 * k} to ${10 * k + 10} %`, n])));
  put("dates", inOrder([1, 2, 3, 4, 0, 5].map(k => [FINENESS[k], dates[k]])));
  put("places", inOrder([...PRECISION, "not known"].map((name, k) => [name, places[k]])));
}
data.types.forEach((name, t) => { const n = data.t.filter(other => other === t).length; if (n) form.type.append(make("option", { value: t }, `${name} (${plain(n)})`)); });
data.countries.map((country, c) => [country[1], c]).sort((a, b) => a[0] < b[0] ? -1 : 1).forEach(([name, c]) => form.country.append(make("option", { value: c }, name)));
form.addEventListener("input", choose);
form.addEventListener("reset", () => setTimeout(() => { form.happened.checked = form.news.checked = false; place = -1; choose(); }));
form.addEventListener("submit", event => event.preventDefault());
byId("more").addEventListener("click", () => { length += 2 * PAGE; drawList(); });
let pending; addEventListener("resize", () => { clearTimeout(pending); pending = setTimeout(() => { drawMap(); drawTime(); }, 150); });
const told = byId("told");
document.addEventListener("pointermove", event => {
  const words = event.target instanceof Element ? event.target.getAttribute("data-told") : null;
  told.style.display = words ? "block" : "none";
  if (!words) return;
  told.textContent = words;
  told.style.left = Math.min(event.clientX + 14, innerWidth - told.offsetWidth - 8) + "px";
  told.style.top = event.clientY + 18 + "px";
});
choose();
