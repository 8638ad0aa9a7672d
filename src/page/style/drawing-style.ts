/** How drawings look. Their shapes carry classes; nothing has a style of its own. */
export const DRAWING_STYLE = `
figure{margin:1.25rem 0 1.75rem}
figure svg{display:block;max-width:100%;height:auto;overflow:visible}
figure svg.wide{min-width:36rem}
svg text{font-size:12px;fill:var(--ink)}
svg .name{font-size:11px}
svg .tick{fill:var(--quiet);font-size:11px}
svg .label{fill:var(--quiet);font-size:12px}
svg .end{text-anchor:end}
svg .middle{text-anchor:middle}
svg .strong{font-weight:600}
.grid{stroke:var(--line);stroke-width:1;opacity:.6;fill:none}
.axis{stroke:var(--quiet);stroke-width:1;fill:none}
.curve{fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round}
.fit{fill:none;stroke:currentColor;stroke-width:1.5;stroke-dasharray:2 3}
.ideal{fill:none;stroke:var(--quiet);stroke-width:1.25;stroke-dasharray:7 4}
.course{fill:none;stroke:var(--quiet);stroke-width:1.5;opacity:.75}
.whisker{fill:none;stroke:currentColor;stroke-width:1.75}
.whisker.thin{stroke-width:1.1;opacity:.75}
.span{fill:none;stroke:currentColor;stroke-width:1.25;opacity:.5}
.band{fill:var(--line);opacity:.45}
.reference{stroke:var(--ink);stroke-width:1.25;fill:none}
.mark{fill:currentColor;stroke:currentColor;stroke-width:1.5}
.mark.hollow{fill:var(--ground)}
.segment rect{fill:currentColor;stroke:var(--ground);stroke-width:1}
.segment text,.won text{fill:var(--ground)}
.won rect{fill:currentColor;stroke:var(--ground);stroke-width:2}
.tie rect{fill:var(--raised);stroke:var(--line)}
.segment.plain rect{fill:var(--line);stroke:var(--quiet);stroke-width:.5}
.segment.parked rect{fill:var(--raised);stroke:var(--quiet);stroke-width:.75}
.segment.rest rect{fill:var(--quiet)}
.segment.plain text,.segment.parked text{fill:var(--ink)}
.none rect{fill:var(--raised)}
.cell rect{stroke:var(--ground);stroke-width:2}
.node rect{fill:var(--raised);stroke:var(--quiet);stroke-width:1.25}
.node.in-cycle rect{stroke:var(--bad);stroke-width:2}
.edge{fill:none;stroke:var(--quiet);stroke-width:1.5}
.edge-head{fill:var(--quiet)}
.in-cycle .edge{stroke:var(--bad);stroke-width:2.25}
.in-cycle .edge-head{fill:var(--bad)}
.weak .edge{stroke-dasharray:1.5 3}
.cut .edge{stroke-dasharray:7 4}
svg .in-cycle .edge-text{fill:var(--bad)}
svg .halo{fill:currentColor;paint-order:stroke;stroke:var(--ground);stroke-width:3px}
.edge-text{font-size:11px;paint-order:stroke;stroke:var(--ground);stroke-width:4px}
@media (forced-colors:active){.mark,.segment rect,.won rect,.cell rect{forced-color-adjust:none}}
`;
