import { SERIES_COLOURS } from '../chart/series-look.ts';
import { HEAT_STEPS, HEAT_STEPS_WITH_INK, colourDeclarations } from './colours.ts';
import { DRAWING_STYLE } from './drawing-style.ts';
import { PRINT_STYLE } from './print-style.ts';

const LAYOUT = `
*{box-sizing:border-box}
:root{color-scheme:light dark}
:root:has(#theme-light:checked){color-scheme:light}
:root:has(#theme-dark:checked){color-scheme:dark}
html{scroll-padding-top:6rem}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums}
body>header,body>nav,body>footer,main{max-width:74rem;margin:0 auto;padding:0 1.25rem}
body>header{display:flex;flex-wrap:wrap;gap:.5rem 2rem;align-items:end;justify-content:space-between;padding-top:1.5rem}
h1{font-size:1.75rem;line-height:1.2;margin:0}
h2{font-size:1.5rem;margin:3rem 0 .75rem}
h3{font-size:1.3rem;margin:2.5rem 0 .75rem;padding-top:.75rem;border-top:2px solid var(--line)}
h4{font-size:1.15rem;margin:2.25rem 0 .5rem}
h5,h6,figcaption h4{font-size:1rem;margin:1rem 0 .25rem}
figcaption h4,figcaption h5,article h6{margin:0}
p{max-width:46rem;margin:.5rem 0}
a{color:var(--link)}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:.5rem;background:var(--ground);padding:.5rem;z-index:9}
.aside{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
code,pre,.code,.name{font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
code,.code{font-size:.875em;overflow-wrap:anywhere}
pre{font-size:.8125rem;line-height:1.45;overflow-x:auto;background:var(--raised);padding:.75rem 1rem;border-radius:4px;margin:.5rem 0}
nav ol{columns:18rem;padding-left:1.25rem;margin:.5rem 0}
nav h2{font-size:1rem;margin:1.25rem 0 0}
ul.answer{padding-left:1.25rem;max-width:54rem}
ul.answer li{margin:.4rem 0}
footer{color:var(--quiet);margin-top:3rem!important;padding-bottom:2rem!important;border-top:1px solid var(--line)}
dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.25rem;margin:.75rem 0}
@media (min-width:60rem){dl.facts{grid-template-columns:max-content 1fr max-content 1fr}}
dl.facts dt{color:var(--quiet)}
dl.facts dd{margin:0;overflow-wrap:anywhere}
.command{margin:.5rem 0}
.command code{display:inline-block;background:var(--raised);padding:.25rem .6rem;border-radius:4px}
.command span{display:inline-block;max-width:100%}
.command code::before{content:"$ ";color:var(--quiet)}
.note{color:var(--quiet);font-size:.9rem;margin:.15rem 0 .25rem}
.warning-box{border-left:4px solid var(--warning);background:var(--raised);padding:.5rem 1rem;margin:1rem 0}
.scroll{overflow-x:auto;position:relative}
`;

const CONTROLS = `
.controls{display:flex;flex-wrap:wrap;gap:1rem}
fieldset{border:1px solid var(--line);border-radius:6px;padding:.25rem .75rem .4rem;margin:0}
fieldset legend{color:var(--quiet);font-size:.85rem;padding:0 .3rem}
fieldset label{display:inline-flex;align-items:center;gap:.35rem;margin-right:.9rem;min-height:1.6rem;cursor:pointer}
fieldset input{accent-color:var(--link);margin:0;width:1rem;height:1rem}
.legend{background:var(--ground);margin:1rem 0;font-size:.85rem}
@media (min-height:40rem) and (min-width:50rem){.legend{position:sticky;top:.5rem;z-index:3;box-shadow:0 -.3rem 0 .9rem var(--ground)}}
.legend svg{width:34px;height:14px}
body:has(#unfold:checked) details::details-content{content-visibility:visible;block-size:auto}
summary{cursor:pointer;color:var(--link);padding:.2rem 0;width:fit-content}
summary:hover{text-decoration:underline}
`;

const TABLES = `
table{border-collapse:collapse;font-size:.9rem;margin:.5rem 0}
caption{text-align:left;color:var(--quiet);font-size:.85rem;padding:.25rem 0}
td:not(.text){white-space:nowrap}
th,td{padding:.3rem .55rem;border-bottom:1px solid var(--line);text-align:right;vertical-align:top}
th{font-weight:600}
thead th{border-bottom:2px solid var(--line);vertical-align:bottom}
.text{text-align:left}
tbody th{font-weight:500}
tbody th{white-space:nowrap}
td.text{min-width:6rem}
table.data tr>:first-child{position:sticky;left:0;background:var(--ground)}
tbody tr:hover{background:var(--raised)}
th button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-align:inherit}
th[aria-sort=ascending] button::after{content:" ▲"}
th[aria-sort=descending] button::after{content:" ▼"}
.good{color:var(--good)}
.bad{color:var(--bad)}
.warn{color:var(--warning)}
.badge{display:inline-block;border:1.5px solid currentColor;border-radius:4px;padding:0 .4rem;font-size:.85rem;font-weight:600;white-space:nowrap}
.schedule td,.schedule th{text-align:left;border-left:1px solid var(--line);min-width:11rem}
.schedule tr>:first-child{border-left:0;min-width:0;text-align:right;color:var(--quiet)}
.schedule .stuck td{border-top:2px solid var(--bad)}
.schedule .place{display:block;color:var(--quiet);font-size:.8rem}
article.finding{border:1px solid var(--line);border-radius:6px;padding:.75rem 1rem;margin:1rem 0}
article.finding:target{border-color:var(--focus);box-shadow:0 0 0 2px var(--focus)}
.anchor{margin-left:.5rem}
`;

/** The whole style of a page; `looks`: names that its legend offers to bring out. */
export function pageStyle(looks: number): string {
  const parts = [
    `:root{${colourDeclarations()}}`,
    LAYOUT,
    CONTROLS,
    TABLES,
    DRAWING_STYLE,
    seriesRules(looks),
    heatRules(),
    PRINT_STYLE,
  ];
  return parts.join('').replaceAll('\n', '');
}

/** Colours, and for each name of the legend the rule by which all others fade. No script is needed. */
function seriesRules(looks: number): string {
  const colours = Array.from({ length: SERIES_COLOURS }, (_, n) => `.c${n}{color:var(--c${n})}`);
  const fading = Array.from(
    { length: looks },
    (_, n) => `body:has(#look-${n}:checked) .series:not(.n${n}){opacity:.15}`,
  );
  return [...colours, ...fading].join('');
}

function heatRules(): string {
  return Array.from({ length: HEAT_STEPS }, (_, step) => {
    const ink = step < HEAT_STEPS_WITH_INK ? 'ink' : 'ground';
    return `.h${step} rect{fill:var(--heat${step})}.h${step} text{fill:var(--${ink})}`;
  }).join('');
}
