/** On paper: the light colours, no control, no break within a figure. What is folded stays so. */
export const PRINT_STYLE = `
@media print{
:root,:root:has(#theme-dark:checked){color-scheme:light}
body{font-size:10.5pt}
body>header fieldset,.legend input,.legend label:first-of-type,.skip,body>nav{display:none}
.legend{position:static}
figure,article.finding,tr{break-inside:avoid}
h2,h3,h4{break-after:avoid}
a{color:inherit;text-decoration:none}
figure svg,figure svg.wide{min-width:0;max-height:23cm}
pre{white-space:pre-wrap}
.scroll{overflow:visible}
.series{opacity:1!important}
summary{list-style:none;color:var(--quiet)}
}
`;
