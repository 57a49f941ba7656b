"""How a document that stands alone looks on a screen and printed. It travels inside the file, so it fetches nothing."""

STYLE = """
:root{color-scheme:light;--ink:#1f1d3d;--head:#2b2769;--muted:#55526f;--line:#d9d4c5;--act:#8a5200;--link:#3a35a0;
--good:#1a6b3c;--warn:#855000;--bad:#a8201a}
*{box-sizing:border-box}
body{margin:0 auto;max-width:56rem;padding:1rem;color:var(--ink);background:#fdfcf9;overflow-wrap:break-word;
font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
h1,h2,h3{color:var(--head);line-height:1.2;text-wrap:balance;break-after:avoid}
h1,h2{font-family:"Iowan Old Style",Palatino,Charter,"Noto Serif",Georgia,serif;font-weight:600}
h1{font-size:2rem;margin:.2rem 0 0}
h2{font-size:1.4rem;margin:2.4rem 0 .6rem;border-top:2px solid var(--head);padding-top:.7rem}
h3{font-size:1.1rem;margin:1.4rem 0 .5rem}
h1 span,h2 span{font:400 .875rem system-ui,sans-serif;vertical-align:middle}
h1 a,h2 a{color:inherit;text-decoration:none}
p,ul,dl,figure{margin:0 0 1rem}
p,li,dd{max-width:70ch}
ul{padding-left:1.3em}
li{margin-bottom:.35rem}
li ul{margin:.3rem 0 0}
a{color:var(--link);text-underline-offset:.18em;text-decoration-thickness:1px}
header{border-top:6px solid var(--act);padding-top:.8rem;margin-bottom:1.4rem}
.over,.note,footer{color:var(--muted);font-size:.875rem}
.over{margin:0}
.lead{font-size:1.15rem;color:var(--muted)}
.unknown{color:var(--muted);font-style:italic}
.banner,.notice{background:#fbf0d9;color:#6b4000;border:1px dashed #855000;padding:.4rem .7rem}
.figure{color:inherit;text-decoration-style:dotted;font-variant-numeric:tabular-nums}
.chip,.status{display:inline-block;border:1px solid currentcolor;border-radius:1em;padding:0 .5em;font-size:.8rem;
font-weight:400;color:var(--muted);white-space:nowrap}
.chip.counted{color:var(--head)}.chip.estimated,.chip.provisional{border-style:dashed}.chip.stated{border-style:dotted}
.chip.fictional{color:var(--warn);background:#fbf0d9;border-style:dashed}
.status{border-radius:.3rem;font-weight:600}
.status::before{content:"○" / "";margin-right:.4em}
.status.good{color:var(--good)}.status.warn{color:var(--warn)}.status.bad{color:var(--bad)}
.status.good::before{content:"●" / ""}.status.warn::before{content:"▲" / ""}.status.bad::before{content:"■" / ""}
.facts>div{display:grid;gap:0 1rem;padding:.4rem 0;border-top:1px solid var(--line)}
dt{color:var(--muted)}
dd{margin:0}
@media(min-width:36rem){.facts>div{grid-template-columns:minmax(6rem,24%) 1fr}}
.table-scroll{overflow:auto;margin-bottom:1rem}
table{width:100%;border-collapse:collapse;font-size:.9375rem;line-height:1.4;
font-variant-numeric:lining-nums tabular-nums}
th,td{padding:.45rem .7rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th:first-child{padding-left:0}
thead th{border-bottom:2px solid var(--head);color:var(--head);vertical-align:bottom}
tbody th{font-weight:400}
.number{text-align:right}
figcaption{font-weight:600;color:var(--head);margin-bottom:.4rem}
.picture{display:block;width:100%;max-width:32rem;height:auto}
footer{border-top:1px solid var(--line);margin-top:2.4rem;padding-top:.6rem}
code{font-size:.8rem;overflow-wrap:anywhere}
@media(max-width:40rem){
.cards,.cards tbody,.cards tr,.cards th,.cards td{display:block}
.cards thead{display:none}
.cards tr{padding:.6rem 0;border-bottom:1px solid var(--line)}
.cards th,.cards td{padding:.15rem 0;border:0;text-align:left}
.cards tbody th{font-weight:600}
.cards [data-label]{display:grid;grid-template-columns:minmax(6rem,34%) 1fr;gap:.5rem;align-items:baseline}
.cards [data-label]::before{content:attr(data-label);color:var(--muted);font-size:.875rem}
}
@media print{@page{size:A4;margin:16mm}
body{max-width:none;padding:0;background:#fff;font-size:10pt}
tr,figure,.facts>div{break-inside:avoid}thead{display:table-header-group}}
"""
