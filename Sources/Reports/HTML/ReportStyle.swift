// The style sheet of the report: light, dark and paper, from a telephone's width to a wide screen's.

enum ReportStyle {
  /// Text has a contrast of at least 4.5 : 1 on its ground, lines and dots of 3 : 1. Colors of models are apart for
  /// common color blindness too; streams differ by dashes.
  static let text = """
    :root{
      color-scheme:light dark;--ground:#fff;--raised:#f4f6f8;--text:#1c1e21;--soft:#59616d;--rule:#d5d9df;
      --accent:#1b6ca8;--m0:#1b6ca8;--m1:#b8470b;--m2:#0b7a5c;--m3:#8a3d96;--m4:#7d6200;--m5:#4c5563;
      --pp:#14507d;--nn:#3579b1;--pn:#8f3608;--np:#b8602b;--on:#fff}
    @media screen and (prefers-color-scheme:dark){
      :root{
        --ground:#15181c;--raised:#1e2329;--text:#e6e8eb;--soft:#a0a8b3;--rule:#3a414b;--accent:#6db3e8;
        --m0:#6db3e8;--m1:#f0985f;--m2:#5fd0a8;--m3:#d79be3;--m4:#e5c15d;--m5:#b9c1cc;--pp:#6db3e8;
        --nn:#a5cfee;--pn:#f0985f;--np:#f6c3a0;--on:#15181c}
    }
    *{box-sizing:border-box}
    body{
      margin:0;padding:1.25rem clamp(.9rem,2.5vw,3rem) 2rem;background:var(--ground);color:var(--text);
      font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
    h1{font-size:1.6rem;line-height:1.25;margin:0 0 .4rem}
    h2{
      font-size:1.25rem;line-height:1.3;margin:2.4rem 0 .6rem;padding-top:.7rem;
      border-top:1px solid var(--rule)}
    h3{font-size:1.05rem;margin:1.4rem 0 .5rem}
    h4{font-size:.95rem;margin:0}
    p{margin:.4rem 0;max-width:75ch}
    .remark,.note,footer,figcaption,caption,.title{color:var(--soft);font-size:.875rem}
    .remark{max-width:100ch}
    .note,.title{margin:0 0 .3rem}
    footer{margin-top:2.5rem;border-top:1px solid var(--rule)}
    a{color:var(--accent)}
    nav{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;margin-top:.8rem}
    ul{list-style:none;margin:.4rem 0;padding:0}
    .models li{padding-left:1.9em;text-indent:-1.9em;font-size:.9375rem}
    .letter{
      display:inline-block;width:1.4em;text-align:center;text-indent:0;font-weight:600;border-radius:.25em;
      color:var(--on);background:var(--m)}
    .command{max-width:none}
    code{
      display:inline-block;padding:.3rem .6rem;border-radius:.3rem;background:var(--raised);
      font:.875rem/1.45 ui-monospace,monospace}
    .m0{--m:var(--m0)}
    .m1{--m:var(--m1)}
    .m2{--m:var(--m2)}
    .m3{--m:var(--m3)}
    .m4{--m:var(--m4)}
    .m5{--m:var(--m5)}
    figure{margin:0}
    .plots{display:grid;gap:1.8rem 2rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,30rem),1fr))}
    .plot figcaption{color:var(--text);font-weight:600}
    .plot svg{display:block}
    .plot:not(.still) .wide>svg{width:100%;min-width:25rem;max-width:46rem;height:auto}
    .legend{display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;font-size:.8125rem}
    .legend li{display:flex;align-items:center;gap:.4em}
    .key{flex:none}
    svg text{fill:var(--text);font-size:12px;font-family:system-ui,sans-serif}
    svg .middle,svg .on-color{text-anchor:middle}
    svg .end{text-anchor:end}
    svg .on-color{fill:var(--on)}
    svg .on-color,svg .value{pointer-events:none}
    .grid{stroke:var(--rule)}
    .axis{stroke:var(--soft)}
    .line{fill:none;stroke:var(--m);stroke-width:2}
    .line.same{stroke-dasharray:7 3}
    .line.opposite{stroke-dasharray:2 3}
    rect{fill:var(--m)}
    rect.below{fill:var(--m0)}
    rect.above{fill:var(--m1)}
    rect.none{fill:var(--rule)}
    rect.pp{fill:var(--pp)}
    rect.nn{fill:var(--nn)}
    rect.pn{fill:var(--pn)}
    rect.np{fill:var(--np)}
    .dot{fill:var(--m);stroke:transparent;stroke-width:9;pointer-events:all}
    [data-tip]:hover{filter:brightness(1.25)}
    .wide{overflow-x:auto;margin:.4rem 0}
    table{border-collapse:collapse;font-size:.8125rem;font-variant-numeric:tabular-nums}
    caption{text-align:left;padding-bottom:.3rem}
    th,td{
      padding:.2rem .7rem .2rem 0;text-align:left;white-space:nowrap;border-bottom:1px solid var(--rule)}
    th:first-child,td:first-child{padding-left:.3rem}
    .number{text-align:right}
    th{font-weight:600}
    tbody th{font-weight:400}
    tbody tr:hover{background:var(--raised)}
    th button{all:unset;cursor:pointer;padding:.1rem .15rem;border-radius:.2rem;font-weight:600}
    th button::after{content:" ↕";color:var(--soft);opacity:.6}
    th[aria-sort=ascending] button::after{content:" ↑";opacity:1}
    th[aria-sort=descending] button::after{content:" ↓";opacity:1}
    :focus-visible{outline:2px solid var(--accent);outline-offset:2px}
    .images{display:grid;gap:1rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,46rem),1fr))}
    .image{padding:.7rem .9rem .9rem;border:1px solid var(--rule);border-radius:.5rem}
    .panels{display:grid;gap:.8rem;grid-template-columns:repeat(auto-fill,minmax(min(9.5rem,45%),1fr))}
    .panel{max-width:13rem}
    .panel figcaption{font-size:.8125rem;line-height:1.35}
    .picture{position:relative}
    .picture img,.picture canvas{display:block;width:100%;height:auto;image-rendering:pixelated}
    .photograph img{image-rendering:auto}
    .mark{position:absolute;inset:0;width:100%;height:100%;overflow:visible;pointer-events:none}
    .mark rect{fill:none;stroke:#000;stroke-width:3.5;vector-effect:non-scaling-stroke}
    .mark rect:nth-of-type(2){stroke:#fff;stroke-width:1.5}
    .mark .probe rect:nth-of-type(2){stroke:#ff7ae0}
    .range{white-space:nowrap}
    .live .picture,.ready .photograph .picture{cursor:crosshair}
    .fixed{grid-column:2/-1}
    .fixed .panels{margin-bottom:.6rem}
    .ready .fixed,.scripted{display:none}
    .ready .scripted{display:revert}
    .value-line{display:block;height:1.35em;overflow:hidden;white-space:nowrap;color:var(--text)}
    #controls{
      position:sticky;top:0;z-index:2;padding:.6rem 0;background:var(--ground);
      border-bottom:1px solid var(--rule)}
    .choices{display:flex;flex-wrap:wrap;gap:.4rem 1.1rem;align-items:center}
    select,#first button{
      font:inherit;font-size:.875rem;padding:.2rem .4rem;color:var(--text);background:var(--raised);
      border:1px solid var(--soft);border-radius:.3rem}
    #first button{cursor:pointer;margin-left:.3rem}
    #bar{max-width:24rem;margin-top:.5rem}
    #ramp{display:block;width:100%;height:.7rem}
    #ends{display:flex;justify-content:space-between;white-space:nowrap}
    #signs{margin:0}
    .paper{display:none}
    #tip{
      position:fixed;z-index:3;max-width:min(24rem,90vw);padding:.3rem .55rem;border-radius:.3rem;
      white-space:pre-line;background:var(--text);color:var(--ground);font-size:.8125rem;
      pointer-events:none}
    [hidden]{display:none!important}
    @media(max-width:40rem){
      body{font-size:15px}
      #controls{position:static}
    }
    @media print{
      @page{margin:12mm}
      body{padding:0;font-size:10pt}
      *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
      nav,.choices,#tip,.screen,th button::after{display:none}
      .paper{display:block}
      #controls{position:static}
      h2,h3,h4{break-after:avoid}
      figure,.image,tr{break-inside:avoid}
      thead{display:table-header-group}
      .wide{overflow:visible}
      .plots{display:block}
      .plot{margin-bottom:5mm}
      .plot:not(.still) .wide>svg{min-width:0;max-width:150mm}
      table{font-size:7.5pt}
      th,td{white-space:normal}
      .images{display:block}
      .image{margin-bottom:4mm}
      .panels{grid-template-columns:repeat(auto-fill,minmax(26mm,1fr))}
      .panel{max-width:32mm}
      .panel figcaption{font-size:7pt}
      .value-line{display:none}
      a{text-decoration:none;color:inherit}
    }

    """
}
