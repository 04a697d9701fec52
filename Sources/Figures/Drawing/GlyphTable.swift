// The outlines of the letters of figures: made from Liberation Sans 2.1.5 by `.ci/make-outlines`, and not by hand.
//
// Digitized data copyright (c) 2010 Google Corporation with Reserved Font Arimo, Tinos and Cousine. Copyright (c) 2012
// Red Hat, Inc. with Reserved Font Name Liberation. Under the SIL Open Font License 1.1: see OFL.txt in this folder.

enum GlyphTable {
  /// A line for each character: its number in hexadecimal, how far the pen moves, and the contours, in thousandths of
  /// the size of the letters, y upwards. `!` begins a contour, `,` is a line and `;` a quadratic curve by its control
  /// point and end. A coordinate is two digits of base 64, plus 2048. A long line goes on after a backslash.
  static let text = #"""
    20 278
    21 278 !YlZ2,XdZ2,XRgm,Yxgm!XQW0,XQXY,YvXY,YvW0
    22 355 !akdO,ZedO,ZVgm,augm!XwdO,WrdO,Wggm,Y4gm
    23 556 !cscm,cFZy,eEZy,eEZ7,c4Z7,bPW0,aaW0,bDZ7,YSZ7,XpW0,W+W0,XdZ7,W4Z7,W4Zy,XoZy,YOcm,WTcm,WTdb,YZdb,\#
    ZFgi,a4gi,ZPdb,cBdb,csgi,dhgi,d0db,eddb,edcm!ZGcm,YeZy,bPZy,b-cm
    24 556 !ZzWA;WjWJWBYv,XUZB;XgYHYHXq;YuXMZzXI,Zzb4;YdbQY6bh;XbbyXGcI;WyceWpd2;WgdRWgd-;WgfAXXfr;YOgWZzga\#
    ,Zzha,avha,avga;cLgWd7fx;dufMeDe8,cudu;ckeccGe-;bpfPavfU,avc5;cHbncsbW;dRbEdmav;e6aaeHa6;eSZfeSZ1;eSXnd\#
    XX0;ccWFavWA,avUx,ZzUx!d8Z0;d8ZWcxZr;cla9cNaN;b-aaavas,avXI;b+XMcZXo;d8YFd8Z0!X+e0;X+dZYAdF;YMcxYlcj;Z7\#
    cWZzcI,ZzfV;X+fPX+e0
    25 889 !jMZK;jMXhikWp;i6VwgvVw;fjVwf6Wn;eVXeeVZK;eVb3f5bw;fgcmgxcm;iBcmimbu;jMb0jMZK!a1W0,YsW0,fugm,h4g\#
    m!Z0gs;aEgsaqf-;bPf8bPdS;bPboaoav;aCa0Y+a0;Xna0XAau;WabnWadS;Waf9X9f-;XlgsZ0gs!iDZK;iDahhwbJ;hebwgxbw;g\#
    FbwfxbJ;fdajfdZK;fdY0fxXO;gEWmgwWm;hbWmhvXP;iDY1iDZK!aHdS;aHeoZ-fQ;Zig1Z0g1;YIg1X-fQ;XhepXhdS;Xhc8X-bV;\#
    YIatY-at;ZgatZ+bW;aHc9aHdS
    26 667 !f7Vw;dmVwcrWu;cGWObYW7;apVsZ-Vs;YMVsXTWf;WZXRWZYr;WZazZBc7;YxcbYldE;YZduYZeQ;YZfZZGgC;ZygqbEgq;\#
    cOgqd5gF;dpfgdpef;dpdmd6d3;cPcMahbg;bXa6cwYX;dnZoeDbf,fKbK;erZQdjXl;eSW-fIW-;frW-gBX7,gBW5;fmVwf7Vw!cee\#
    f;cefCcGfZ;btfvbDfv;aVfva6fW;Zkf7ZkeQ;ZkdYaEcZ;bDczbidG;cAdZcPdv;ceeFceef!c4Xg;aaZSZeb9;XraOXrYs;XrXxYR\#
    XP;Z1Wsa2Ws;abWsb8X4;bgXHc4Xg
    27 191 !Y2dO,WzdO,Wpgm,YDgm
    28 333 !W+a4;W+cHXge1;YMfnZohL,b7hL;ZiflZ1dz;YMcBYMa3;YMXyZ1WA;ZhUOb7Sn,ZoSn;YMULXgW5;W+XsW+a2
    29 333 !aFa2;aFXrZZW4;YtUKXRSn,W6Sn;XYUOYCW9;YtXxYta3;YtcBYCdz;XXflW6hL,XRhL;YtfnZZe0;aFcGaFa4
    2a 389 !ZVeW,bWfI,bseI,Zidk,b6bq,aCbH,Z3dF,XtbI,Wzbr,YPdk,WGeI,WcfJ,YeeV,YZgm,Zbgm
    2b 584 !b8af,b8XO,a0XO,a0af,Wnaf,Wnbm,a0bm,a0f1,b8f1,b8bm,eNbm,eNaf
    2c 278 !YyXh,YyWP;YyVbYpV2;YfUWYMU0,XQU0;Y8V2Y8W0,XTW0,XTXh
    2d 333 !WiZZ,Wian,aXan,aXZZ
    2e 278 !XRW0,XRXh,YxXh,YxW0
    2f 278 !W0Vs,Z9hL,aMhL,XFVs
    30 556 !e5bO;e5Yid8XH;cCVsaLVs;YUVsXZXH;WdYhWdbO;Wde9XXfY;YRgwaOgw;cHgwdBfX;e5e8e5bO!cibO;cidjc9em;bdfp\#
    aOfp;Z7fpYZen;Y0dlY0bO;Y0Z6YaY2;Z8W+aMW+;bZW+c8Y3;ciZ9cibO
    31 556 !XCW0,XCXB,ZxXB,ZxfS,XWdj,XWf0,a3gm,bKgm,bKXB,dxXB,dxW0
    32 556 !WoW0,WoW+;XBXtXlYZ;YJZFYxZo;ZYaLa9aq;ambIbFbm;bkcEc1cm;cLdHcLdx;cLepbqfJ;bIfoaNfo;ZVfoYxfJ;YMer\#
    YGd+,Wse6;X0fPXyg9;YvgwaNgw;b-gwctg9;dlfOdld+;dldMdTck;dAc7ccbV;c2auaSZb;ZaYtZ3YI;YYXjYJXB,dwXB,dwW0
    33 556 !e0Y+;e0XVd4Wg;c7VsaNVs;YkVsXmWb;WoXKWcYn,Y1Yv;YIW-aNW-;bPW-b-XW;cbY0cbZ1;cbZvbwaP;bEauZzau,ZBau\#
    ,ZBc4,Zxc4;b3c4bhca;cJd3cJdx;cJeobofI;bIfoaIfo;ZOfoYqfK;YGesYAe0,Woe7;WyfSXugB;YqgwaJgw;bwgwcqgA;djfQdj\#
    e4;djd2d8cP;cZbmbTbX,bTbV;cgbNdLah;e0a0e0Y+
    34 556 !ckYS,ckW0,bRW0,bRYS,WNYS,WNZW,bIgm,ckgm,ckZX,eFZX,eFYS!bRfD;bQfAbDep;b1eSaweJ,YAaF,XmZh,XeZX,bR\#
    ZX
    35 556 !e2ZW;e2Xpd1Wr;c1VsaEVs;YkVsXpWW;WuXAWeYQ,Y1Ya;YTW+aGW+;bNW+b-Xf;cdYJcdZU;cdaVb-b7;bMblaIbl;Zkbl\#
    ZGba;YnbPYIa+,Wya+,XJgm,dQgm,dQfb,YZfb,YMcB;ZFctaact;cActd6bx;e2b0e2ZW
    36 556 !e0ZX;e0Xqd5Wr;cAVsaYVs;YkVsXmXD;WpYZWpb8;WpdxXpfR;Ypgwafgw;d5gwdjek,cPeV;b-fpaefp;ZTfpYpej;YAdd\#
    YAbY;YYcEZEcc;Zvczancz;cGczd8c1;e0b6e0ZX!cdZT;cdaec2bG;bUbvaSbv;ZVbvYvbL;YJanYJZo;YJYZYwXm;ZYWzaVWz;bVW\#
    zc3Xe;cdYIcdZT
    37 556 !dwff;cGd8bbbi;avaHaaYu;aEXVaEW0,YoW0;YoY4ZgaM;aYcdcbfb,Wpfb,Wpgm,dwgm
    38 556 !e1Z0;e1XXd4Wh;c8VsaMVs;YeVsXgWg;WhXVWhY-;Wha2XIam;XvbUYrbe,Yrbg;XzbtXScZ;WydFWyeA;WyfPXsg9;Yngw\#
    aKgw;bwgwcrgA;dmfRdme9;dmdEdFcY;ckbsbsbh,bsbf;ctbUdSan;e1a4e1Z0!cKe4;cKfvaKfv;ZMfvYsfS;YLe+YLe4;YLd9Ytc\#
    g;ZOcBaLcB;bJcBbqce;cKd4cKe4!cbZ8;cba8b-af;bPb9aKb9;ZHb9Yiac;Y6a3Y6Z6;Y6WuaNWu;bVWuc2XR;cbXzcbZ8
    39 556 !dzbc;dzYrcyXL;bxVsa4Vs;YpVsY3WO;XIWwWzY6,YHYJ;YhWza5Wz;bHWzbwY3;caZAccbC;cIaWbZa5;aqZhZxZh;YUZh\#
    Xdag;WlbgWldJ;Wle-Xhfy;YegwaKgw;c7gwd2fb;dzeGdzbc!cTcx;cTeEbtf0;bHfpaHfp;ZHfpYjf8;Y8eTY8dJ;Y8c8YjbS;ZHa\#
    maGam;asambNb2;btbJcAbp;cTcIcTcx
    3a 278 !XRch,XReG,YxeG,Yxch!XRW0,XRXb,YxXb,YxW0
    3b 278 !YyXb,YyWP;YyVbYpV2;YfUWYMU0,XQU0;Y8V2Y8W0,XTW0,XTXb!XTch,XTeG,YyeG,Yych
    3c 584 !WnaN,Wnbx,eNf7,eNdy,Xqb9,eNYM,eNXB
    3d 584 !WncY,Wndg,eNdg,eNcY!WnYe,WnZm,eNZm,eNYe
    3e 584 !WnXB,WnYM,dKb9,Wndy,Wnf7,eNbx,eNaN
    3f 556 !e7du;e7dJdycs;docQdUc1;dAbfcSb8,brah;bIaHb1Zr;amZPalYu,ZQYu;ZRZQZaZp;ZkaDZzaW;aCaqaVb3;aobIb6bW\#
    ;bPbkbiby;b-cAcDcR;cScicbd2;ckdNckdq;ckeic8fC;bYfiaUfi;ZQfiYofA;YAeeY3di,Wfdo;WsfJXrg6;YrgwaTgw;cAgwd9g\#
    7;e7fJe7du!ZMW0,ZMXY,arXY,arW0
    40 1015 !kXbn;kXaMk5ZC;jfY3itXR;i4Wph6Wp;gMWpfyX8;fXXUfXY9,fZYh,fWYh;f0XleGXH;dWWpcfWp;bTWpaoXb;a8YMa8Z\#
    l;a8a-aec4;b7d9c0dn;cueQdzeQ;feeQgGd1,gJd1,gceF,hoeF,gwaO;geZ8geYS;geXkhFXk;hsXkiNYG;iuYojBZj;jUaejUbm;\#
    jUd7iveB;iJfEhCfp;g6gNedgN;cngNbMfZ;ZxelZ7dC;YJbgYJZm;YJYIYwX9;ZWW1afVR;bnUqdIUq;ePUqfXV7;ggVPhuW3,iJVD\#
    ;hCUYfwUC;edTsdITs;bSTsa4Ua;YiVJXzWf;XFX-XFZm;XFbuYBde;Z8fOaqgM;cWhLechL;gRhLhnge;j6fyjqei;kXdRkXbn!fvb\#
    j;fvcVfPcz;eudSe3dS;dHdSchcz;c5cUblbd;bPambPZm;bPYrbmYK;c7XpctXp;dqXpedYc;fQZPfkac;fvbJfvbj
    41 667 !ewW0,dhZ9,YoZ9,XZW0,W2W0,aRgm,c5gm,gPW0!bEfg,bAfS;a+epacdq,ZEaI,dFaI,btdr;bfeNbSf1
    42 667 !fcZ2;fcXceZWp;dWW0bfW0,XIW0,XIgm,bCgm;e+gme+e9;e+dCeScY;dwbvcxbh;eDbXewaq;fca7fcZ2!dWd+;dWercwf\#
    D;cKfbbCfb,Ylfb,YlcC,bCcC;cNcCcyce;dWd4dWd+!e8Z9;e8b3bTb3,Ylb3,YlXB,baXB;cwXBdXXg;e8YAe8Z9
    43 722 !c3fk;aGfkZHeb;YIdRYIbR;YIZTZKYG;aMX3c7X3;eNX3fWZI,giYi;g2XJerWb;deVsc2Vs;aQVsZEWX;Y2XDXRYT;WpZj\#
    WpbR;Wpe0YCfT;Zbgwc2gw;dmgwevgF;g3fagceG,fDdp;erele0fE;dBfkc3fk
    44 722 !gYbV;gYZrfvYb;fFXLe3Wg;ctW0bJW0,XIW0,XIgm,asgm;dagmf3fO;gYe1gYbV!f5bV;f5dVd+eY;cufbaqfb,Ylfb,Yl\#
    XB,b9XB;cKXBdEXi;e7YDecZC;f5aAf5bV
    45 667 !XIW0,XIgm,fSgm,fSfa,Ylfa,Ylc7,e-c7,e-ay,Ylay,YlXC,fmXC,fmW0
    46 611 !Ylfa,Ylba,elba,elaN,YlaN,YlW0,XIW0,XIgm,exgm,exfa
    47 778 !WobR;Woe3YCfU;Zcgwc9gw;dxgwf2gK;g9fjgmeO,fNd+;eweue6fJ;dJfkc6fk;aFfkZGec;YHdUYHbR;YHZPZKYD;aNX2\#
    cDX2;dGX2eBXM;f5XhffYE,ffaA,cSaA,cSbO,g-bO,g-Xh;g8WpevWL;dgVscDVs;aXVsZJWX;Y5XCXSYT;WoZkWobR
    48 722 !eZW0,eZa-,Yla-,YlW0,XIW0,XIgm,Ylgm,YlcD,eZcD,eZgm,g1gm,g1W0
    49 278 !XSW0,XSgm,Ywgm,YwW0
    4a 500 !ZVVs;WmVsWGYh,XhYw;XqY1YIXY;YnX2ZWX2;aIX2amXb;bDY8bDZB,bDfa,Z9fa,Z9gm,cggm,cgZD;cgXfbqWm;azVsZV\#
    Vs
    4b 667 !eSW0,a9bC,Yla8,YlW0,XIW0,XIgm,Ylgm,YlbN,dxgm,ffgm,b4c5,gGW0
    4c 556 !XIW0,XIgm,Ylgm,YlXC,eBXC,eBW0
    4d 833 !gRW0,gRdB;gReNgVfT;g7e6fqdL,d3W0,c1W0,ZDdL,Yoee,YYfT,YZed,YbdB,YbW0,XIW0,XIgm,ZDgm,c4ZJ;cDYscMY\#
    L;cWXqcYXc;ccXvcpYX;c-Z9d4ZJ,ftgm,hlgm,hlW0
    4e 722 !eGW0,YWfA,YZeR,Ybd9,YbW0,XIW0,XIgm,Y+gm,eoXY;ejZ2ejZj,ejgm,g1gm,g1W0
    4f 778 !hQbR;hQZlgnYU;g7XDewWY;djVsc4Vs;aQVsZDWX;Y0XCXOYT;WlZlWlbR;Wle0YAfT;Zagwc5gw;dkgwexgG;g8fdgneN;\#
    hQd8hQbR!fxbR;fxdSexeb;dwfkc5fk;aFfkZFec;YEdUYEbR;YEZQZFYE;aGX2c4X2;dxX2exYB;fxZLfxbR
    50 667 !fcdX;fcb-edb6;ddaCbvaC,YlaC,YlW0,XIW0,XIgm,bqgm;ddgmedfw;fcf4fcdX!e9dW;e9fbbefb,Ylfb,YlbM,bibM;\#
    e9bMe9dW
    51 778 !hQbR;hQZAgHXi;f7WEd5Vz;dPV0dwUa;eQU9fCU9;fdU9g4UF,g4TE;fNT3ejT3;dZT3cqTj;c4UNbcVu;a5VzY-Wf;XvXL\#
    XKYa;WlZpWlbR;Wle0YAfT;Zagwc5gw;dkgwexgG;g8fdgneN;hQd8hQbR!fxbR;fxdSexeb;dwfkc5fk;aFfkZFec;YEdUYEbR;YEZ\#
    QZFYE;aGX2c4X2;dxX2exYB;fxZLfxbR
    52 722 !euW0,c6aU,YlaU,YlW0,XIW0,XIgm,cMgm;eAgmf9fy;g8f8g8dh;g8cVfSbg;elasdWae,gaW0!ehdg;ehece2f6;dPfbc\#
    Cfb,Ylfb,Ylbd,cGbd;dQbde2cA;ehciehdg
    53 667 !fjY+;fjXVeZWg;dOVsbHVs;XLVsWjYb,Y8Yt;YNXvZAXS;ZzW-bKW-;clW-dWXU;eHXzeHYv;eHZRe1Zm;doa5dMaI;cwaW\#
    cKaf;bjapa+az;ZjbFZ3bY;YObqY0cA;XecWXRc+;XEdSXEe2;XEfRYHgA;ZLgwbJgw;d8gwe6gM;f4fofTeS,e1eC;dof3d8fR;cTf\#
    qbIfq;Z-fqZKfP;YeezYee7;YeddYvdJ;ZAc+Zgcl;aAcXbecC;c8c5cebz;d7bsdabh;e1bXeQbI;epb4f6am;fOaRfZZ-;fjZafjY+
    54 611 !bWfa,bWW0,a3W0,a3fa,WMfa,WMgm,fCgm,fCfa
    55 722 !bbVs;aGVsZHWL;YIWqXmXk;XDYfXDZw,XDgm,Yggm,Yga2;YgYaZQXp;aAX2baX2;d1X2drXq;eeYdeea8,eegm,g5gm,g5\#
    a3;g5YlfYXp;e+Wsd+WM;czVsbbVs
    56 667 !b+W0,aTW0,W4gm,Xdgm,abZC,bEXI,btZC,eqgm,gNgm
    57 944 !hYW0,foW0,dxcr;dmdUdPf8;dCeFd4df;cxd3a+W0,ZFW0,W4gm,Xcgm,ZXZx;ZtYfaAXI;aLY8abZ7;aqa7cigm,e6gm,f\#
    za4;gPYRgeXI,gjXZ;gwYRh2Y-;hAZYjBgm,kigm
    58 667 !eVW0,bGaj,XzW0,WMW0,aSbb,Wggm,YIgm,bHcY,eBgm,fogm,c7bf,g6W0
    59 667 !bxaT,bxW0,aVW0,aVaT,WMgm,Xzgm,bEbe,eUgm,g5gm
    5a 611 !f4W0,WWW0,WWX6,d3fa,X3fa,X3gm,ejgm,ejfi,YAXC,f4XC
    5b 278 !X7Sm,X7hL,aEhL,aEgM,YSgM,YSTl,aETl,aESm
    5c 278 !Z7Vs,W0hL,XDhL,aMVs
    5d 278 !W8Sm,W8Tl,XwTl,XwgM,W8gM,W8hL,ZFhL,ZFSm
    5e 469 !c0b9,Zff+,XKb9,W5b9,Yvgm,aSgm,dGb9
    5f 556 !VnSv,VnTv,etTv,etSv
    60 333 !ZLfA,WqhI,WqhW,YPhW,a3fK,a3fA
    61 556 !ZAVs;XxVsXJWW;WgXAWgYJ;WgZbXWaH;YMazaFb0,c5b2,c5bV;c5cWbgcx;bEdNaKdN;ZPdNY+d3;YZclYUc3,X2cC;XOe\#
    QaMeQ;bveQcidi;dUc-dUbe,dUY5;dUXUdeXA;dpWseFWs;eSWseiWw,eiW3;eBVxdeVx;ctVxcXWL;cBWkc8Xb,c5Xb;bZWfatWF;a\#
    AVsZAVs!ZUWu;aFWuaqXE;bQXablYA;c5Ync5ZP,c5a5,aba3;Zda2Z7Zs;YdZgYMZI;Y5YwY5YI;Y5XdYSXG;YpWuZUWu
    62 556 !e2aB;e2Vsb0Vs;a4VsZSWC;YqWYYRXI,YQXI;YQX3YOWa;YMW5YLW0,X0W0;X3WQX3Xj,X3hL,YRhL,YRe6;YRdcYPcx,YR\#
    cx;YqdkZSe4;a4eQb0eQ;caeQdJdN;e2cJe2aB!cca8;ccbtc9cc;bhdMafdM;ZVdMYzcZ;YRbnYRa2;YRYQYyXf;ZUWtaeWt;bhWtc\#
    8Xe;ccYPcca8
    63 500 !Y6aB;Y6YXYdXk;Z9WyaCWy;awWybQXL;bvXkc1YZ,dQYT;dFXHcPWa;bYVsaEVs;YVVsXbWy;WgY2Wga9;WgcEXbdK;YWeQ\#
    aDeQ;bUeQcKdm;d9d6dNby,bybs;bscXbQcx;a+dLaBdL;Z5dLYccd;Y6buY6aB
    64 556 !cHXL;buWYbGWC;aeVsZiVs;Y8VsXPWw;WgXzWga6;WgeQZieQ;aeeQbGe4;budkcHc+,cIc+,cHdv,cHhL,dfhL,dfXj;df\#
    WQdiW0,cOW0;cMW8cLWa;cJX0cJXL!Y6a9;Y6YQYaXg;Z1Wwa3Ww;bDWwblXk;cHYYcHaF;cHbtblce;bDdPa4dP;Z1dPYace;Y6btY\#
    6a9
    65 556 !Y7Zs;Y7YRYiXf;ZIWuaQWu;bJWubsXF;cOXccaY9,doXp;d2VsaQVs;YbVsXeWy;WgY2WgaC;WgcEXedK;YbeQaNeQ;e0eQ\#
    e0a1,e0Zs!cbav;cUcCbwcp;bNdPaLdP;ZLdPYmck;YBc4Y8av
    66 278 !YmdG,YmW0,XOW0,XOdG,WEdG,WEeG,XOeG,XOfC;XOgKXugq;YOhKZPhK;Z+hKaNhE,aNgB;a1gFZmgF;ZFgFY-f+;YmfjY\#
    mf0,YmeG,aNeG,aNdG
    67 556 !aCSm;YrSmY2TI;XFTqX0Up,YOV0;YXURY-U7;ZTTpaETp;cHTpcHWD,cHXY,cGXY;btWlbCWM;aXVyZcVy;Y5VyXOWz;WgX\#
    zWga7;WgcJXRdM;YCePZmeP;aeePbId-;bxdbcHcs,cIcs;cId5cKdf;cMeDcOeG,dieG;dfdsdfcZ,dfWF;dfSmaCSm!cHa8;cHb9c\#
    0bt;bkccbEc-;akdNa6dN;Z2dNYacc;Y5bsY5a8;Y5YSYYXi;Y+Wza4Wz;akWzbEXL;bkXkc0YS;cHZ9cHa8
    68 556 !YRcs;YtdgZVe2;a7eQb4eQ;cQeQd2dl;dhd5dhbW,dhW0,cJW0,cJbF;cJc7c9cY;b+czbddA;bFdMacdM;ZedMZ3ch;YTc\#
    0YTau,YTW0,X5W0,X5hL,YThL,YTeO;YTdwYSdR;YQcxYPcs
    69 222 !X3g1,X3hL,YRhL,YRg1!X3W0,X3eG,YReG,YRW0
    6a 222 !X3g1,X3hL,YRhL,YRg1!YRU-;YRTqXzTI;XWSmWcSm;W0SmVeSr,VeTv,W6Ts;WeTsWrU7;X3UPX3VC,X3eG,YReG
    6b 500 !cEW0,ZSZn,YRYy,YRW0,X3W0,X3hL,YRhL,YRaG,c3eG,dgeG,aKaj,drW0
    6c 222 !X3W0,X3hL,YRhL,YRW0
    6d 833 !btW0,btbF;btcSbYcv;bDdMaMdM;ZUdMYzch;YTc0YTao,YTW0,X5W0,X5cW;X5dyX2eG,YLeG;YMeEYMe3;YNduYOdg;YO\#
    dTYPcs,YRcs;YtdkZSe4;a0eQareQ;bneQcKe2;ctdgd5cs,d6cs;dXdhe8e3;eleQfceQ;gseQhRdl;h-d3h-bW,h-W0,geW0,gebF\#
    ;gecSgJcv;f+dMf7dM;eEdMdkch;dEc1dEao,dEW0
    6e 556 !cJW0,cJbF;cJc3c9cW;b+czbedA;bHdMacdM;ZcdMZ2ch;YTb-YTao,YTW0,X5W0,X5cW;X5dyX2eG,YLeG;YMeEYMe3;YN\#
    duYOdg;YOdTYPcs,YRcs;YvdjZXe3;a9eQb4eQ;cReQd3dl;dhd4dhbW,dhW0
    6f 556 !e2a9;e2X+d5Ww;c8VsaKVs;YWVsXbWz;WgY3Wga9;WgeQaNeQ;cGeQd9dN;e2cLe2a9!cca9;ccbsc5ce;bbdPaOdP;ZBdP\#
    Yfcd;Y6bqY6a9;Y6YWYeXi;ZAWtaJWt;bYWtc4Xg;ccYTcca9
    70 556 !e2aB;e2Vsb0Vs;Z6VsYSXI,YPXI;YRXEYRV-,YRSm,X3Sm,X3ca;X3dsX0eG,YLeG;YMeEYNe2;YOdsYPdU;YQd5YQcx,YS\#
    cx;YqdiZQe3;a1eQb0eQ;cXeQdIdO;e2cNe2aB!cca9;ccbtc8cc;bgdMafdM;ZrdMZOd0;YwcgYhbx;YRbDYRa2;YRYQYyXe;ZUWta\#
    eWt;bgWtc8Xd;ccYNcca9
    71 556 !ZiVs;Y8VsXPWw;WgX+Wga6;WgeQZieQ;aeeQbFe5;btdmcHc+,cIc+;cIdDcKdn;cMeLcOeN,dieN;dfdwdfc7,dfSm,cHS\#
    m,cHW7,cJXN,cIXN;btWZbHWC;agVsZiVs!cHaF;cHbsblcd;bDdPa4dP;Z1dPYacd;Y6bsY6a9;Y6YQYaXg;Z1Wwa3Ww;bDWwblXl;\#
    cHYbcHaF
    72 333 !X5W0,X5cL;X5dDX2eG,YLeG;YPcsYPca,YRca;YmdeZCe1;ZdeQaPeQ;ageQayeL,ayd5;ahdAaEdA;ZNdAYwcQ;YTbhYTa\#
    J,YTW0
    73 500 !dGYI;dGX7cNWV;bVVsZwVs;YNVsXXWN;WiWtWSXy,XfYB;XrXXYOXD;YxWvZwWv;ayWvbRXE;bwXYbwYB;bwYgbbY+;bFZH\#
    aWZU,ZXZl;YLa2XraL;XLaeX3b3;WnbUWnc5;WndDXadp;YOePZweP;bIePc5dw;cvdRd7cN,btcD;bmcnbGd3;amdMZwdM;Y-dMYZd\#
    4;Y6coY6cD;Y6btYIbe;YUbQYrbF;ZCb5aLap;bRaYbwaJ;cPa4chZo;cyZWd6Z8;dGYmdGYI
    74 278 !aFW4;ZZVuYsVu;XCVuXCXm,XCdG,WFdG,WFeG,XGeG,Xfg6,Yag6,YaeG,a6eG,a6dG,YadG,YaY3;YaXTYnXD;YzW+ZSW+\#
    ;ZjW+aFX5
    75 556 !YPeG,YPZ1;YPYDYaXm;YkXJZ4X7;ZRWwa6Ww;b6WwbgXc;cFYHcFZU,cFeG,ddeG,ddXn;ddWLdgW0,cNW0;cMW2cMWD;cL\#
    WOcLWc;cKWqcJXQ,cHXQ;bpWabBWD;aaVsZeVs;YIVsXfWX;X1XDX1Ym,X1eG
    76 500 !ahW0,Z3W0,W3eG,XXeG,ZLYv;ZSYbZtX5,a8X+,aRYu,cJeG,dneG
    77 722 !ezW0,dNW0,bxbs,bfd8;bbcobSc9;bIbWZuW0,YIW0,V-eG,XLeG,YlYf;YoYUZ4X9,ZCXj,aweG,cPeG,drYc,eBX9,eRY\#
    D,f-eG,hLeG
    78 500 !c7W0,ZvZP,XgW0,WBW0,Z7aF,WKeG,XreG,Zvb3,byeG,dUeG,ahaG,dfW0
    79 500 !XTSm;WvSmWXSs,WXTu;WpTrXATr;YSTrZCVj,ZKW2,W2eG,XWeG,ZGZi;ZIZbZLZS;ZPZIZhYS;Z+XcZ-XW,aYZ0,cLeG,d\#
    oeG,adW0;a6UiZgU2;ZETPYhT5;Y9SmXTSm
    7a 500 !WfW0,WfX3,bGdC,WvdC,WveG,cueG,cudD,YGX4,d2X4,d2W0
    7b 334 !ZwSm;YySmYRTM;XwTyXwV0,XwXm;XwYfXWZ5;X6ZXWHZa,WHaY;X6aaXWb0;XwbSXwcL,Xwf6;XwgAYQgm;YxhLZwhL,ayh\#
    L,aygM,aUgM;ZngMZUfx;ZCfXZCej,ZCb-;ZCbHYoal;YOaEXja4,Xja3;YOZvYoZN;ZCYsZCY7,ZCVO;ZCUbZUUA;ZnTlaUTl,ayTl\#
    ,aySm
    7c 260 !XPSi,XPhL,YghL,YgSi
    7d 334 !WkTl;XQTlXkUA;Y1UbY1VO,Y1Y7;Y1YtYQZO;YqZvZVa3,ZVa4;YraEYRak;Y1bFY1b-,Y1ej;Y1fXXkfx;XQgMWkgM,WHg\#
    M,WHhL,XHhL;YHhLYngm;ZIgAZIf6,ZIcL;ZIbSZib0;a6aaayaY,ayZa;a5ZYZiZ5;ZIYfZIXm,ZIV0;ZITyYnTM;YFSmXHSm,WHSm\#
    ,WHTl
    7e 584 !cSaE;bwaEbNaP;aqaaaGam;ZHb6Ycb6;Y5b6Xfay;XDaoWjaR,WjbX;XZcAYjcA;Z7cAZcc4;a5bzb4bd;bJbXbnbP;cEbH\#
    cabH;dZbHeRb+,eRar;d-aXdYaN;d6aEcSaE
    a0 278
    a1 333 !Y2bE,ZAbE,ZMTW,XsTW!ZNeG,ZNck,Xuck,XueG
    a2 556 !a7X3;YcXCXqYH;X2ZNX2bK;X2dGXqeM;YcfSa7fa,a7gm,b3gm,b3fa;c9fTcreq;dXeCdkd8,cKd1;cDdjbne7;bVeOb3e\#
    U,b3YB;bTYHbnYX;cGYwcOZl,dnZf;deYZcvXs;cBXAb3X3,b3Vn,b3Vn,a7Vn!a7eV;ZMeNYzdp;YUd4YUbM;YUZjY-Yw;ZPYIa7YA
    a3 556 !eRYO;eJXFdeWd;czW0btW0,WYW0,WYXB;XDXYXYY9;XtYmXtZh,Xtan,WSan,WSbm,Xtbm,Xtdv;XtfOYfg9;ZSgwaxgw;c\#
    3gwcqgT;dbf-drfA,cXek;cMfDbxfW;bWfoazfo;a6foZgfM;ZFewZFdz,ZFbm,cMbm,cMan,ZFan,ZFZq;ZFYwYvYC;YYXVXzXB,be\#
    XB;czXBdBYX
    a4 556 !X3bE;X3cHXfd9,Wudw,Xhei,YRdx;ZJeZaNeZ;bQeZcIdy,d1eh,dqdu,d5d9;dicGdibE;diaBd4ZJ,drYY,d3Xl,cIYW;\#
    bQXwaNXw;ZHXwYSYX,XfXk,WtYX,XfZJ;X3aBX3bE!YEbF;YEaMYtZk;ZVZ6aNZ6;bFZ6btZk;cWaLcWbF;cWc8btcm;bEdOaNdO;ZW\#
    dOYtcm;YEc9YEbF
    a5 556 !bWbQ,dybQ,dyaT,b1aT,b1ZI,dyZI,dyYK,b1YK,b1W0,ZgW0,ZgYK,WmYK,WmZI,ZgZI,ZhaT,WmaT,WmbQ,ZDbQ,V-gm,\#
    XWgm,aLbq,dCgm,ekgm
    a6 260 !XPbP,XPhL,YghL,YgbP!XPSi,XPYe,YgYe,YgSi
    a7 556 !aVhL;bqhLcegq;dSgKdffM,cQfC;cDgLaVgL;ZYgLZ3g2;YZflYZfC;YZeqYoeZ;Z0eIZRe6;Ztdvasdg;b+dPcad4;dAcm\#
    dVcJ;dqbtdqbF;dqaVdNZw;cwZLc9ZA;d0YodOYJ;dnXpdnX7;dnV-cvVL;c0UiaQUi;YqUiX+VC;X9VjWuWn,Y7X0;YHWKYoW0;ZJV\#
    iaQVi;bSVic0W1;cZWNcZW-;cZXRcJXk;c3Y0bbYF;b7YTZzYl;YUZ5XqZh;XBaHXBb8;XBbpXfcN;Y7cxYwdA;YBdQXmdw;XLeRXLf\#
    5;XLg9Y8gl;YyhLaVhL!cdb4;cdbdc5c0;bZcQaDck;ZOchYucH;YPbtYPbE;YPasYdaa;YsaIZHa5;ZiZuahZe;bbZfc6a2;cdaQcd\#
    b4
    a8 333 !ZMfJ,ZMgj,acgj,acfJ!WMfJ,WMgj,Xdgj,XdfJ
    a9 737 !hHbP;hHZxgYYf;fpXMeXWd;dEVubmVu;aGVuYzWf;XgXQWzYi;WFZzWFbP;WFctW+e9;XkfSZ0gB;aIgwbmgw;dFgweXgB;\#
    fpfRgYe9;hHcuhHbP!gabP;gacifxdo;fIeveBfY;d3gCbmgC;aUgCZNfZ;YGevXddo;W+chW+bP;W+a7XdY-;YGXuZNXF;aUWcbmWc\#
    ;d3WceAXF;fIXufxY-;gaa7gabP!ZpbQ;ZpaFaMZb;auYxbsYx;d3Yxdda7,eVZs;e1YxdOYY;clY8bsY8;aQY8ZdY-;YqZtYqbQ;Yq\#
    czZbdp;aMefboef;dfefeOd3,dWcp;dHdLcrdb;cOdsbpds;ardsaKdF;ZpcdZpbQ
    aa 370 !X-a+;XAa+WhbQ;WDbtWDcf;WDdXWpe0;XPeUYbeV,ZyeX,Zye+;ZyfcZhfu;ZQgAYogA;YIgAX+fx;XgfjXcf8,WTfD;Wbg\#
    1XBgU;XogxYngx;ZugxaTgT;b2f+b2f1,b2ch;b2cEb9c2;bFbsbXbs;bgbsbsbw,bsb7;bUb1bDb1;afb1aMbJ;a2bca0c6,Z+c6;Z\#
    Qa+X-a+!YIbq;Y+bqZTcH;ZyckZydK,Zydq,Yvdo;X-dlXgdV;XMdFXMcl;XMbqYIbq
    ab 556 !cnX5,aCZt,aCaM,cndB,e3dB,e3cy,bUa6,e4XJ,e4X5!ZDX5,WfZt,WfaM,ZDdB,aUdB,aUcy,Xxa6,aVXJ,aVX5
    ac 584 !dGXO,dGaf,Wnaf,Wnbm,eNbm,eNXO
    ad 333 !WiZZ,Wian,aXan,aXZZ
    ae 737 !hHbP;hHZxgYYf;fpXMeXWd;dEVubmVu;aGVuYzWf;XgXQWzYi;WFZzWFbP;WFctW+e9;XkfSZ0gB;aIgwbmgw;dFgweXgB;\#
    fpfRgYe9;hHcuhHbP!gabP;gacifxdo;fIeveBfY;d3gCbmgC;aUgCZNfZ;YGevXddo;W+chW+bP;W+a7XdY-;YGXuZNXF;aUWcbmWc\#
    ;d3WceAXF;fIXufxY-;gaa7gabP!dIYD,bnan,aZan,aZYD,ZbYD,ZbeZ,bweZ;d0eZdbe4;e9dbe9cl;e9bzdmbV;dNb1cjau,ePYD\#
    !dBck;dBdGcqdX;cTdpbsdp,aZdp,aZbW,bxbW;cYbWctbr;dBcAdBck
    af 552 !enh5,Vuh5,Vuhp,enhp
    b0 400 !bKel;bKdrahdC;a1caZ8ca;YEcaXbdD;WydsWyel;WyfeXagH;YDgwZ8gw;a2gwahgI;bKffbKel!aVel;aVfKa5fk;Zig7\#
    Z8g7;YZg7YAfj;XnfJXnel;XneBYAdn;YadNZ8dN;ZidNa5dn;aVeAaVel
    b1 549 !atbC,atYB,ZlYB,ZlbC,WWbC,WWcJ,ZlcJ,ZlfJ,atfJ,atcJ,e6cJ,e6bC!WWW0,WWX7,e6X7,e6W0
    b2 333 !WLaJ,WKb5;WZbdX3c7;XYcdYMdB;Z6diZRe8;ZneZZne-;ZnfTZVfm;ZEg2Ygg2;Y9g2Xpfm;XUfUXQez,WPf1;WVfrX7gM\#
    ;XkgsYjgs;ZhgsaFgO;aqfwaqf4;aqdyZOcv;YScDY4bt;XhbWXYbA,awbA,awaJ
    b3 333 !avc4;avbCaKai;ZkaDYeaD;WTaDWDby,XGc2;XOb0Yeb0;Ztb0Ztc8;ZtdBYQdB,XzdB,Xze0,YOe0;Y-e0ZMeI;ZieZZif\#
    3;ZifWZQfn;Z8g2Ycg2;Y4g2Xmfn;XRfWXOf0,WMf6;WTfxX3gP;XfgsYdgs;ZdgsaBgP;alfyalfC;aledaQeC;a5doZPde,ZPdd;a\#
    6dYaWd9;avclavc4
    b4 333 !WZfA,WZfK,YDhW,ZohW,ZohI,XHfA
    b5 576 !X4Sm,X4eG,YTeG,YTZ1;YTX+YtXS;ZHWwaBWw;bAWwbjXb;cHYFcHZU,cHeG,dfeG,dfY2;dfXTdoXC;dwWxeFWx;eRWxef\#
    W-,efW0;e9VsdoVs;d6VsckWD;cNWacLXL,cJXL;bWVsa1Vs;ZXVsZ6W0;YhWAYSWT,YSSm
    b6 537 !cmf+,cmT-,bvT-,bvf+,aFf+,aFT-,ZOT-,ZObJ;Y6bJXMc0;WdcjWde0;WdfJXNg1;Y7gmZSgm,dlgm,dlf+
    b7 333 !XtZQ,Xtb5,ZMb5,ZMZQ
    b8 333 !ZiU4;ZiSiXcSi;XASiWwSk,WwTU;XITRXaTR;YiTRYiU3;YiUeXhUe;XMUeXFUd,XlW0,YZW0,YGVF;Y+VEZLUw;ZiUcZiU4
    b9 333 !WdaJ,Wdb7,YEb7,YEfs,Wheo,Whfj,YIgm,ZEgm,ZEb7,atb7,ataJ
    ba 365 !bXdz;bXcXasbl;aBa+Ysa+;Xaa+Wubl;WDcWWDdz;WDfPWvgA;XagxYugx;bXgxbXdz!aOdz;aOf8a2fe;Zig8Yvg8;Y4g8\#
    Xkfd;XNf6XNdz;XNcsXkcK;Y4bnYrbn;Zhbna2cJ;aOcraOdz
    bb 556 !bVX5,aDX5,aDXJ,coa6,aEcy,aEdB,bVdB,e4aM,e4Zt!XyX5,WfX5,WfXJ,ZEa6,Wgcy,WgdB,XydB,aVaM,aVZt
    bc 834 !WRaJ,WRb7,Y2b7,Y2fs,WWeo,WWfj,Y6gm,Z2gm,Z2b7,ahb7,ahaJ!ZnW0,YeW0,fNgm,gTgm!iGX8,iGVk,hRVk,hRX8,\#
    eDX8,eDXm,hLbx,iGbx,iGXm,jDXm,jDX8!hRb2;hNash6aW,fNYB,f6Xs,f1Xm,hRXm
    bd 834 !WRaJ,WRb7,Y2b7,Y2fs,WWeo,WWfj,Y6gm,Z2gm,Z2b7,ahb7,ahaJ!ZnW0,YeW0,fNgm,gTgm!e2W1,e1Wp;eGXLemXr;f\#
    FYLg4Yv;gpZQh8Zs;hUaHhUaj;hUbChDbU;gxbmgNbm;fsbmfWbU;fBbDf7ah,e6al;eCbZeqc4;fRcagQca;hOcahyc6;iXbeiXao;\#
    iXZgh5Yd;g9XxfnXb;fPXEfFWu,idWu,idW1
    be 834 !ZwW0,YoW0,fWgm,gdgm!iGX8,iGVk,hRVk,hRX8,eDX8,eDXm,hLbx,iGbx,iGXm,jDXm,jDX8!hRb2;hNash6aW,fNYB,f\#
    6Xs,f1Xm,hRXm!bGc4;bGbCagai;a4aDY-aD;WpaDWaby,Xcc2;Xlb0Y-b0;aDb0aDc8;aDdBYndB,YJdB,YJe0,Yle0;ZMe0ZieI;a\#
    3eZa3f3;a3fWZnfn;ZVg2Yyg2;YRg2Y6fn;XofWXlf0,Wjf6;WpfxXQgP;Y0gsY+gs;ZzgsaYgP;b6fyb6fC;b6edaneC;aSdoZmde,\#
    Zmdd;aSdYasd9;bGclbGc4
    bf 611 !X0WO;X0WzXBXQ;XLXtXfYF;XzYdYhZ9,ZIZb;ZrZ-a6aR;aNataObO,bjbO;biatbZaT;bPa4bAZm;axZTaeZD;aLY+a1Ym\#
    ;ZkYYZRYK;Z8Y6YwXr;YhXaYYXF;YPWvYPWS;YPVbY-V4;ZbUaafUa;bjUacLV6;czVfd4Wa,eUWU;eHU+dIUA;cITMagTM;YzTMX+U\#
    A;X0UzX0WO!bneG,bnck,aIck,aIeG
    c0 667 !ewW0,dhZ9,YoZ9,XZW0,W2W0,aRgm,c5gm,gPW0!bEfg,bAfS;a+epacdq,ZEaI,dFaI,btdr;bfeNbSf1!bkhh,ZNjL,ZN\#
    jZ,ayjZ,cchr,cchh
    c1 667 !ewW0,dhZ9,YoZ9,XZW0,W2W0,aRgm,c5gm,gPW0!bEfg,bAfS;a+epacdq,ZEaI,dFaI,btdr;bfeNbSf1!aBhh,aBhr,br\#
    jZ,dQjZ,dQjL,b3hh
    c2 667 !ewW0,dhZ9,YoZ9,XZW0,W2W0,aRgm,c5gm,gPW0!bEfg,bAfS;a+epacdq,ZEaI,dFaI,btdr;bfeNbSf1!dlhr,dlhh,cy\#
    hh,bHil,bGil,ZVhh,Yihh,Yihr,aUjg,c2jg
    c3 667 !ewW0,dhZ9,YoZ9,XZW0,W2W0,aRgm,c5gm,gPW0!bEfg,bAfS;a+epacdq,ZEaI,dFaI,btdr;bfeNbSf1!cRhh;c7hhboh\#
    q;bUhzbBi8;auiJaciS;aLiba6ib;ZhibZUiM;ZGi7ZChh,YWhh;YbiTYnit;YyjGZGjV;Zajka3jk;aOjkajjb;b1jSbKjH;bdj6bu\#
    iz;c9iqcOiq;d9iqdHjk,d+jk;dricdTi8;d5hhcRhh
    c4 667 !ewW0,dhZ9,YoZ9,XZW0,W2W0,aRgm,c5gm,gPW0!bEfg,bAfS;a+epacdq,ZEaI,dFaI,btdr;bfeNbSf1!c8hh,c8j5,dO\#
    j5,dOhh!Z8hh,Z8j5,aOj5,aOhh
    c5 667 !ewW0,dhZ9,YoZ9,XZW0,W2W0,aRgm,c5gm,gPW0!bEfg,bAfS;a+epacdq,ZEaI,dFaI,btdr;bfeNbSf1!d5hp;d5h2cYg\#
    V;c0fzbFfz;aUfzZxgV;ZPh2ZPhp;ZPiaZxj6;aUjfbFjf;b-jfcYj6;d5iad5hp!cGhp;cGiEbziX;bgiqbFiq;apiqaWiX;aDiEaD\#
    hp;aDhOaWh4;aogmbFgm;bhgmb+h4;cGhOcGhp
    c6 1000 !dPW0,dPZ9,ZEZ9,XjW0,WCW0,bRgm,kfgm,kffa,esfa,esc7,kCc7,kCay,esay,esXC,kzXC,kzW0!dPfe,cFfe,c2f9\#
    ,ZmaI,dPaI
    c7 722 !c3fk;aGfkZHeb;YIdRYIbR;YIZTZKYG;aMX3c7X3;eNX3fWZI,giYi;g2XJerWb;deVsc2Vs;aQVsZEWX;Y2XDXRYT;WpZj\#
    WpbR;Wpe0YCfT;Zbgwc2gw;dmgwevgF;g3fagceG,fDdp;erele0fE;dBfkc3fk!dbU4;dbSibVSi;b3SiapSk,apTU;bBTRbTTR;cb\#
    TRcbU3;cbUebaUe;bFUeb8Ud,beW0,cSW0,c9VF;ctVEdEUw;dbUcdbU4
    c8 667 !XIW0,XIgm,fSgm,fSfa,Ylfa,Ylc7,e-c7,e-ay,Ylay,YlXC,fmXC,fmW0!bdhh,ZGjL,ZGjZ,arjZ,cVhr,cVhh
    c9 667 !XIW0,XIgm,fSgm,fSfa,Ylfa,Ylc7,e-c7,e-ay,Ylay,YlXC,fmXC,fmW0!aDhh,aDhr,btjZ,dSjZ,dSjL,b5hh
    ca 667 !XIW0,XIgm,fSgm,fSfa,Ylfa,Ylc7,e-c7,e-ay,Ylay,YlXC,fmXC,fmW0!dwhr,dwhh,d7hh,bSil,bRil,Zghh,Ythh,\#
    Ythr,afjg,cDjg
    cb 667 !XIW0,XIgm,fSgm,fSfa,Ylfa,Ylc7,e-c7,e-ay,Ylay,YlXC,fmXC,fmW0!cEhh,cEj5,dUj5,dUhh!ZEhh,ZEj5,aVj5,\#
    aVhh
    cc 278 !XSW0,XSgm,Ywgm,YwW0!YShh,W4jL,W4jZ,XfjZ,ZJhr,ZJhh
    cd 278 !XSW0,XSgm,Ywgm,YwW0!X5hh,X5hr,YljZ,aKjZ,aKjL,Xzhh
    ce 278 !XSW0,XSgm,Ywgm,YwW0!ajhr,ajhh,Zwhh,YFil,YEil,WShh,Vghh,Vghr,XSjg,Y-jg
    cf 278 !XSW0,XSgm,Ywgm,YwW0!Z4hh,Z4j5,aJj5,aJhh!W3hh,W3j5,XKj5,XKhh
    d0 722 !W7c7,XIc7,XIgm,asgm;dagmf3fO;gYe1gYbV;gYZrfvYb;fFXLe3Wg;ctW0bJW0,XIW0,XIay,W7ay!f5bV;f5dVd+eY;c\#
    ufbaqfb,Ylfb,Ylc7,bsc7,bsay,Ylay,YlXB,b9XB;cKXBdEXi;e7YDecZC;f5aAf5bV
    d1 722 !eGW0,YWfA,YZeR,Ybd9,YbW0,XIW0,XIgm,Y+gm,eoXY;ejZ2ejZj,ejgm,g1gm,g1W0!cyhh;cdhhcJhq;b+hzbhi8;bOi\#
    Jb7iS;asibacib;aCibZ+iM;Zni7Zjhh,Z0hh;Z6iTZHit;ZTjGZnjV;a5jkaajk;avjkbDjb;bYjSbrjH;c8j6cPiz;cgiqcuiq;df\#
    iqdojk,eUjk;eMicd+i8;dbhhcyhh
    d2 778 !hQbR;hQZlgnYU;g7XDewWY;djVsc4Vs;aQVsZDWX;Y0XCXOYT;WlZlWlbR;Wle0YAfT;Zagwc5gw;dkgwexgG;g8fdgneN;\#
    hQd8hQbR!fxbR;fxdSexeb;dwfkc5fk;aFfkZFec;YEdUYEbR;YEZQZFYE;aGX2c4X2;dxX2exYB;fxZLfxbR!cXhh,aAjL,aAjZ,bl\#
    jZ,dPhr,dPhh
    d3 778 !hQbR;hQZlgnYU;g7XDewWY;djVsc4Vs;aQVsZDWX;Y0XCXOYT;WlZlWlbR;Wle0YAfT;Zagwc5gw;dkgwexgG;g8fdgneN;\#
    hQd8hQbR!fxbR;fxdSexeb;dwfkc5fk;aFfkZFec;YEdUYEbR;YEZQZFYE;aGX2c4X2;dxX2exYB;fxZLfxbR!alhh,alhr,cPjZ,d+\#
    jZ,d+jL,bdhh
    d4 778 !hQbR;hQZlgnYU;g7XDewWY;djVsc4Vs;aQVsZDWX;Y0XCXOYT;WlZlWlbR;Wle0YAfT;Zagwc5gw;dkgwexgG;g8fdgneN;\#
    hQd8hQbR!fxbR;fxdSexeb;dwfkc5fk;aFfkZFec;YEdUYEbR;YEZQZFYE;aGX2c4X2;dxX2exYB;fxZLfxbR!eehr,eehh,drhh,cA\#
    il,c9il,aOhh,Zbhh,Zbhr,bNjg,cxjg
    d5 778 !hQbR;hQZlgnYU;g7XDewWY;djVsc4Vs;aQVsZDWX;Y0XCXOYT;WlZlWlbR;Wle0YAfT;Zagwc5gw;dkgwexgG;g8fdgneN;\#
    hQd8hQbR!fxbR;fxdSexeb;dwfkc5fk;aFfkZFec;YEdUYEbR;YEZQZFYE;aGX2c4X2;dxX2exYB;fxZLfxbR!dBhh;cthhcYhq;cEh\#
    zbxi8;beiJbNiS;b5ibasib;aRibaEiM;a1i7Zyhh,ZGhh;ZLiTZXit;ZjjGa1jV;aKjkapjk;b9jkbTjb;bojSc5jH;cOj6cfiz;cv\#
    iqd8iq;dviqe1jk,ekjk;eciceDi8;drhhdBhh
    d6 778 !hQbR;hQZlgnYU;g7XDewWY;djVsc4Vs;aQVsZDWX;Y0XCXOYT;WlZlWlbR;Wle0YAfT;Zagwc5gw;dkgwexgG;g8fdgneN;\#
    hQd8hQbR!fxbR;fxdSexeb;dwfkc5fk;aFfkZFec;YEdUYEbR;YEZQZFYE;aGX2c4X2;dxX2exYB;fxZLfxbR!cyhh,cyj5,eCj5,eC\#
    hh!Zyhh,Zyj5,bDj5,bDhh
    d7 584 !X5YX,ZobE,X6dw,Xvei,aac0,dFeh,e2du,bNbE,e3YY,dHXl,abaR,XtXk
    d8 778 !hQbR;hQZlgnYU;g7XDewWY;djVsc4Vs;aCVsYwWj,X-Vc,WZVc,Y4XS;WlYwWlbR;Wle0YAfT;Zagwc5gw;d+gwfFg5,gAh\#
    C,hehC,g6fM;hQdvhQbR!fxbR;fxd9fBeF,ZnXk;aiX2c4X2;dxX2exYB;fxZLfxbR!YEbR;YEZhY-YZ,ePf3;dSfkc5fk;aFfkZFec\#
    ;YEdUYEbR
    d9 722 !bbVs;aGVsZHWL;YIWqXmXk;XDYfXDZw,XDgm,Yggm,Yga2;YgYaZQXp;aAX2baX2;d1X2drXq;eeYdeea8,eegm,g5gm,g5\#
    a3;g5YlfYXp;e+Wsd+WM;czVsbbVs!cDhh,ZsjL,ZsjZ,bRjZ,d5hr,d5hh
    da 722 !bbVs;aGVsZHWL;YIWqXmXk;XDYfXDZw,XDgm,Yggm,Yga2;YgYaZQXp;aAX2baX2;d1X2drXq;eeYdeea8,eegm,g5gm,g5\#
    a3;g5YlfYXp;e+Wsd+WM;czVsbbVs!aKhh,aKhr,b+jZ,dZjZ,dZjL,bChh
    db 722 !bbVs;aGVsZHWL;YIWqXmXk;XDYfXDZw,XDgm,Yggm,Yga2;YgYaZQXp;aAX2baX2;d1X2drXq;eeYdeea8,eegm,g5gm,g5\#
    a3;g5YlfYXp;e+Wsd+WM;czVsbbVs!eAhr,eAhh,dNhh,biil,bhil,Zwhh,Z7hh,Z7hr,avjg,cTjg
    dc 722 !bbVs;aGVsZHWL;YIWqXmXk;XDYfXDZw,XDgm,Yggm,Yga2;YgYaZQXp;aAX2baX2;d1X2drXq;eeYdeea8,eegm,g5gm,g5\#
    a3;g5YlfYXp;e+Wsd+WM;czVsbbVs!cXhh,cXj5,dmj5,dmhh!ZWhh,ZWj5,anj5,anhh
    dd 667 !bxaT,bxW0,aVW0,aVaT,WMgm,Xzgm,bEbe,eUgm,g5gm!a6hh,a6hr,bmjZ,dLjZ,dLjL,azhh
    de 667 !fcbd;fcaefAZu;ekZ7duYi;d3YHbvYH,YlYH,YlW0,XIW0,XIgm,Ylgm,Yler,bqer;deeredd-;fcd9fcbd!e9bb;e9ccd\#
    WdB;cudlbedl,Yldl,YlZM,biZM;ctZMdWZy;e9aYe9bb
    df 611 !ewYG;ewX7eCWV;dUVscBVs;auVsa1WE,a0XU;aPXGb0X6;bdWzc9Wz;csWzdEXI;dcXddcYD;dcYidHZ5;cyZUcDZw;bWaL\#
    bAar;aqbLaqb-;aqcTb2cs;bFdEbgda;c6dxcJeG;cWeacWez;cWfYb-fv;bVgGafgG;ZXgGY-ff;YTf2YTdp,YTW0,X5W0,X5dr;X5\#
    faX-gS;YuhLafhL;c6hLczgj;dqg6dqf4;dqd+czdB;cMcecEcS;c6cGc6c2;c6bmcJbX;cXbJcrb5;d9atdWad;ewZhewYG
    e0 556 !ZAVs;XxVsXJWW;WgXAWgYJ;WgZbXWaH;YMazaFb0,c5b2,c5bV;c5cWbgcx;bEdNaKdN;ZPdNY+d3;YZclYUc3,X2cC;XOe\#
    QaMeQ;bveQcidi;dUc-dUbe,dUY5;dUXUdeXA;dpWseFWs;eSWseiWw,eiW3;eBVxdeVx;ctVxcXWL;cBWkc8Xb,c5Xb;bZWfatWF;a\#
    AVsZAVs!ZUWu;aFWuaqXE;bQXablYA;c5Ync5ZP,c5a5,aba3;Zda2Z7Zs;YdZgYMZI;Y5YwY5YI;Y5XdYSXG;YpWuZUWu!anfA,YGh\#
    I,YGhW,ZrhW,bVfK,bVfA
    e1 556 !ZAVs;XxVsXJWW;WgXAWgYJ;WgZbXWaH;YMazaFb0,c5b2,c5bV;c5cWbgcx;bEdNaKdN;ZPdNY+d3;YZclYUc3,X2cC;XOe\#
    QaMeQ;bveQcidi;dUc-dUbe,dUY5;dUXUdeXA;dpWseFWs;eSWseiWw,eiW3;eBVxdeVx;ctVxcXWL;cBWkc8Xb,c5Xb;bZWfatWF;a\#
    AVsZAVs!ZUWu;aFWuaqXE;bQXablYA;c5Ync5ZP,c5a5,aba3;Zda2Z7Zs;YdZgYMZI;Y5YwY5YI;Y5XdYSXG;YpWuZUWu!Z9fA,Z9f\#
    K,aphW,cOhW,cOhI,ZtfA
    e2 556 !ZAVs;XxVsXJWW;WgXAWgYJ;WgZbXWaH;YMazaFb0,c5b2,c5bV;c5cWbgcx;bEdNaKdN;ZPdNY+d3;YZclYUc3,X2cC;XOe\#
    QaMeQ;bveQcidi;dUc-dUbe,dUY5;dUXUdeXA;dpWseFWs;eSWseiWw,eiW3;eBVxdeVx;ctVxcXWL;cBWkc8Xb,c5Xb;bZWfatWF;a\#
    AVsZAVs!ZUWu;aFWuaqXE;bQXablYA;c5Ync5ZP,c5a5,aba3;Zda2Z7Zs;YdZgYMZI;Y5YwY5YI;Y5XdYSXG;YpWuZUWu!ckfK,ckf\#
    A,bwfA,aFgT,aFgT,YTfA,XgfA,XgfK,ZThO,b0hO
    e3 556 !ZAVs;XxVsXJWW;WgXAWgYJ;WgZbXWaH;YMazaFb0,c5b2,c5bV;c5cWbgcx;bEdNaKdN;ZPdNY+d3;YZclYUc3,X2cC;XOe\#
    QaMeQ;bveQcidi;dUc-dUbe,dUY5;dUXUdeXA;dpWseFWs;eSWseiWw,eiW3;eBVxdeVx;ctVxcXWL;cBWkc8Xb,c5Xb;bZWfatWF;a\#
    AVsZAVs!ZUWu;aFWuaqXE;bQXablYA;c5Ync5ZP,c5a5,aba3;Zda2Z7Zs;YdZgYMZI;Y5YwY5YI;Y5XdYSXG;YpWuZUWu!befA;bJf\#
    Aa-fJ;agfSaNfd;a4foZpfx;ZYg5ZIg5;Yug5Ygfr;YTfcYPfA,XifA;XofyXzgM;Y9gmYTg+;YnhDZGhD;ZbhDZwh4;aEgxaXgm;aq\#
    gbb5gS;bMgJbagJ;cLgJcUhD,dAhD;d2g5cgfe;cHfAbefA
    e4 556 !ZAVs;XxVsXJWW;WgXAWgYJ;WgZbXWaH;YMazaFb0,c5b2,c5bV;c5cWbgcx;bEdNaKdN;ZPdNY+d3;YZclYUc3,X2cC;XOe\#
    QaMeQ;bveQcidi;dUc-dUbe,dUY5;dUXUdeXA;dpWseFWs;eSWseiWw,eiW3;eBVxdeVx;ctVxcXWL;cBWkc8Xb,c5Xb;bZWfatWF;a\#
    AVsZAVs!ZUWu;aFWuaqXE;bQXablYA;c5Ync5ZP,c5a5,aba3;Zda2Z7Zs;YdZgYMZI;Y5YwY5YI;Y5XdYSXG;YpWuZUWu!b9fJ,b9g\#
    j,cPgj,cPfJ!Y9fJ,Y9gj,ZPgj,ZPfJ
    e5 556 !ZAVs;XxVsXJWW;WgXAWgYJ;WgZbXWaH;YMazaFb0,c5b2,c5bV;c5cWbgcx;bEdNaKdN;ZPdNY+d3;YZclYUc3,X2cC;XOe\#
    QaMeQ;bveQcidi;dUc-dUbe,dUY5;dUXUdeXA;dpWseFWs;eSWseiWw,eiW3;eBVxdeVx;ctVxcXWL;cBWkc8Xb,c5Xb;bZWfatWF;a\#
    AVsZAVs!ZUWu;aFWuaqXE;bQXablYA;c5Ync5ZP,c5a5,aba3;Zda2Z7Zs;YdZgYMZI;Y5YwY5YI;Y5XdYSXG;YpWuZUWu!c6gm;c6g\#
    0bZfT;b1ewaGew;ZVewYyfT;YQg0YQgm;YQhYYyi4;ZVicaGic;b0icbZi4;c6hXc6gm!bHgm;bHhCa+hV;ahhoaGho;ZqhoZXhV;ZE\#
    hCZEgm;ZEgMZXg2;ZpfkaGfk;aifka-g1;bHgLbHgm
    e6 889 !dPZs,dPZj;dQYLd+Xd;eZWufdWu;gWWuh3XF;hbXchnY9,i-Xp;iFVsfdVs;dAVscPXq;boWla-WJ;aCVsZ4Vs;XpVsX9WW\#
    ;WWXAWWYJ;WWZeXQaJ;YKa+aBb0,c0b2,c0bV;c0cXbbcy;bAdNaFdN;ZHdNYrd4;YQcmYJc3,WucC;XEeQaGeQ;cBeQcxdM;dqeQfa\#
    eQ;jDeQjDa1,jDZs!c0a5,aXa3;ZWa1YzZq;YRZdYBZF;XxYsXxYI;XxXeYJXG;YhWuZPWu;aBWuamXE;bLXabhY9;c0Ylc0ZP!hoav\#
    ;hhcCh7cp;gadPfYdP;eadPe0cl;dTc6dQav
    e7 500 !Y6aB;Y6YXYdXk;Z9WyaCWy;awWybQXL;bvXkc1YZ,dQYT;dFXHcPWa;bYVsaEVs;YVVsXbWy;WgY2Wga9;WgcEXbdK;YWeQ\#
    aDeQ;bUeQcKdm;d9d6dNby,bybs;bscXbQcx;a+dLaBdL;Z5dLYccd;Y6buY6aB!blU4;blSiZfSi;ZDSiYzSk,YzTU;ZLTRZdTR;al\#
    TRalU3;alUeZkUe;ZPUeZIUd,ZoW0,acW0,aJVF;b1VEbOUw;blUcblU4
    e8 556 !Y7Zs;Y7YRYiXf;ZIWuaQWu;bJWubsXF;cOXccaY9,doXp;d2VsaQVs;YbVsXeWy;WgY2WgaC;WgcEXedK;YbeQaNeQ;e0eQ\#
    e0a1,e0Zs!cbav;cUcCbwcp;bNdPaLdP;ZLdPYmck;YBc4Y8av!b1fA,YWhI,YWhW,a5hW,blfK,blfA
    e9 556 !Y7Zs;Y7YRYiXf;ZIWuaQWu;bJWubsXF;cOXccaY9,doXp;d2VsaQVs;YbVsXeWy;WgY2WgaC;WgcEXedK;YbeQaNeQ;e0eQ\#
    e0a1,e0Zs!cbav;cUcCbwcp;bNdPaLdP;ZLdPYmck;YBc4Y8av!ZNfA,ZNfK,b1hW,cchW,cchI,a5fA
    ea 556 !Y7Zs;Y7YRYiXf;ZIWuaQWu;bJWubsXF;cOXccaY9,doXp;d2VsaQVs;YbVsXeWy;WgY2WgaC;WgcEXedK;YbeQaNeQ;e0eQ\#
    e0a1,e0Zs!cbav;cUcCbwcp;bNdPaLdP;ZLdPYmck;YBc4Y8av!cxfK,cxfA,c8fA,aTgT,aSgT,YgfA,XufA,XufK,ZghO,bDhO
    eb 556 !Y7Zs;Y7YRYiXf;ZIWuaQWu;bJWubsXF;cOXccaY9,doXp;d2VsaQVs;YbVsXeWy;WgY2WgaC;WgcEXedK;YbeQaNeQ;e0eQ\#
    e0a1,e0Zs!cbav;cUcCbwcp;bNdPaLdP;ZLdPYmck;YBc4Y8av!bFfJ,bFgj,cVgj,cVfJ!YFfJ,YFgj,ZWgj,ZWfJ
    ec 278 !XVW0,XVeG,YteG,YtW0!YcfA,W5hI,W5hW,XghW,ZKfK,ZKfA
    ed 278 !XVW0,XVeG,YteG,YtW0!X2fA,X2fK,YihW,aHhW,aHhI,XmfA
    ee 278 !XVW0,XVeG,YteG,YtW0!ajfK,ajfA,ZwfA,YFgT,YEgT,WTfA,VgfA,VgfK,XShO,Z0hO
    ef 278 !XVW0,XVeG,YteG,YtW0!Z4fJ,Z4gj,aKgj,aKfJ!W4fJ,W4gj,XKgj,XKfJ
    f0 556 !aKVs;YZVsXdWr;WgXqWgZh;WgbYXdcW;YZdUaOdU;bRdUc9d1;bJehaMfZ,Y3eY,Y3fQ,Zkg7;YvgoXuhL,ZUhL;a5h3ang\#
    Z,d6hZ,d6gj,bVg0;coepdTdG;e7bje7Zy,e7Zv;e7XwdAWu;cDVsaKVs!chZh;chb9c8bp;bccTaQcT;ZDcTYgbp;Y6b8Y6Zh;Y6YE\#
    YfXZ;ZDWtaJWt;bYWtc6XY;chYDchZh
    f1 556 !cLW0,cLbF;cLc3cBcW;c0czbgdA;bJdMaedM;ZedMZ4ch;YVb-YVao,YVW0,X7W0,X7cW;X7dyX4eG,YNeG;YOeEYOe3;YP\#
    duYQdg;YQdTYRcs,YTcs;YxdjZZe3;aBeQb6eQ;cTeQd5dl;djd4djbW,djW0!befA;bJfAa-fJ;agfSaNfd;a4foZpfx;ZYg5ZIg5;\#
    Yug5Ygfr;YTfcYPfA,XifA;XofyXzgM;Y9gmYTg+;YnhDZGhD;ZbhDZwh4;aEgxaXgm;aqgbb5gS;bMgJbagJ;cLgJcUhD,dAhD;d2g\#
    5cgfe;cHfAbefA
    f2 556 !e2a9;e2X+d5Ww;c8VsaKVs;YWVsXbWz;WgY3Wga9;WgeQaNeQ;cGeQd9dN;e2cLe2a9!cca9;ccbsc5ce;bbdPaOdP;ZBdP\#
    Yfcd;Y6bqY6a9;Y6YWYeXi;ZAWtaJWt;bYWtc4Xg;ccYTcca9!b2fA,YXhI,YXhW,a6hW,bmfK,bmfA
    f3 556 !e2a9;e2X+d5Ww;c8VsaKVs;YWVsXbWz;WgY3Wga9;WgeQaNeQ;cGeQd9dN;e2cLe2a9!cca9;ccbsc5ce;bbdPaOdP;ZBdP\#
    Yfcd;Y6bqY6a9;Y6YWYeXi;ZAWtaJWt;bYWtc4Xg;ccYTcca9!ZIfA,ZIfK,ayhW,cXhW,cXhI,a0fA
    f4 556 !e2a9;e2X+d5Ww;c8VsaKVs;YWVsXbWz;WgY3Wga9;WgeQaNeQ;cGeQd9dN;e2cLe2a9!cca9;ccbsc5ce;bbdPaOdP;ZBdP\#
    Yfcd;Y6bqY6a9;Y6YWYeXi;ZAWtaJWt;bYWtc4Xg;ccYTcca9!cufK,cufA,c5fA,aQgT,aPgT,YefA,XrfA,XrfK,ZdhO,bBhO
    f5 556 !e2a9;e2X+d5Ww;c8VsaKVs;YWVsXbWz;WgY3Wga9;WgeQaNeQ;cGeQd9dN;e2cLe2a9!cca9;ccbsc5ce;bbdPaOdP;ZBdP\#
    Yfcd;Y6bqY6a9;Y6YWYeXi;ZAWtaJWt;bYWtc4Xg;ccYTcca9!bffA;bKfAb0fJ;ahfSaOfd;a5foZqfx;ZZg5ZJg5;Yvg5Yhfr;YUf\#
    cYQfA,XjfA;XpfyX+gM;YAgmYUg+;YohDZGhD;ZchDZwh4;aFgxaYgm;argbb6gS;bNgJbbgJ;cMgJcVhD,dBhD;d3g5chfe;cIfAbf\#
    fA
    f6 556 !e2a9;e2X+d5Ww;c8VsaKVs;YWVsXbWz;WgY3Wga9;WgeQaNeQ;cGeQd9dN;e2cLe2a9!cca9;ccbsc5ce;bbdPaOdP;ZBdP\#
    Yfcd;Y6bqY6a9;Y6YWYeXi;ZAWtaJWt;bYWtc4Xg;ccYTcca9!bGfJ,bGgj,cWgj,cWfJ!YGfJ,YGgj,ZXgj,ZXfJ
    f7 549 !ZfdK,Zfej,axej,axdK!WWaf,WWbm,e6bm,e6af!ZfXj,ZfZ6,axZ6,axXj
    f8 611 !eVa9;eVX+dYWw;cbVsanVs;ZHVsYOWc,XdVj,WLVj,XlXM;X7YPX7a9;X7eQaqeQ;cMeQdEdk,dweX,fCeX,dtc-;eVb+eV\#
    a9!d3a9;d3b8ctbr,ZCXY;ZjWtamWt;b-WtcXXg;d3YTd3a9!YZa9;YZZ9YlYW,cQco;bvdPardP;ZedPZ6cd;YZbqYZa9
    f9 556 !YSeG,YSZ1;YSYDYdXm;YnXJZ7X7;ZUWwa9Ww;b9WwbjXc;cIYHcIZU,cIeG,dgeG,dgXn;dgWLdjW0,cQW0;cPW2cPWD;cO\#
    WOcNWc;cNWqcMXQ,cKXQ;bsWabEWD;acVsZhVs;YKVsXiWX;X4XDX4Ym,X4eG!b8fA,YdhI,YdhW,aChW,bsfK,bsfA
    fa 556 !YSeG,YSZ1;YSYDYdXm;YnXJZ7X7;ZUWwa9Ww;b9WwbjXc;cIYHcIZU,cIeG,dgeG,dgXn;dgWLdjW0,cQW0;cPW2cPWD;cO\#
    WOcNWc;cNWqcMXQ,cKXQ;bsWabEWD;acVsZhVs;YKVsXiWX;X4XDX4Ym,X4eG!ZBfA,ZBfK,arhW,cQhW,cQhI,ZvfA
    fb 556 !YSeG,YSZ1;YSYDYdXm;YnXJZ7X7;ZUWwa9Ww;b9WwbjXc;cIYHcIZU,cIeG,dgeG,dgXn;dgWLdjW0,cQW0;cPW2cPWD;cO\#
    WOcNWc;cNWqcMXQ,cKXQ;bsWabEWD;acVsZhVs;YKVsXiWX;X4XDX4Ym,X4eG!cufK,cufA,c5fA,aQgT,aPgT,YdfA,XrfA,XrfK,Z\#
    dhO,bBhO
    fc 556 !YSeG,YSZ1;YSYDYdXm;YnXJZ7X7;ZUWwa9Ww;b9WwbjXc;cIYHcIZU,cIeG,dgeG,dgXn;dgWLdjW0,cQW0;cPW2cPWD;cO\#
    WOcNWc;cNWqcMXQ,cKXQ;bsWabEWD;acVsZhVs;YKVsXiWX;X4XDX4Ym,X4eG!bAfJ,bAgj,cQgj,cQfJ!YAfJ,YAgj,ZQgj,ZQfJ
    fd 500 !XTSm;WvSmWXSs,WXTu;WpTrXATr;YSTrZCVj,ZKW2,W2eG,XWeG,ZGZi;ZIZbZLZS;ZPZIZhYS;Z+XcZ-XW,aYZ0,cLeG,d\#
    oeG,adW0;a6UiZgU2;ZETPYhT5;Y9SmXTSm!YjfA,YjfK,aNhW,byhW,byhI,ZRfA
    fe 556 !X3hL,YRhL,YRe6;YRdcYPcx,YScx;YqdiZQe3;a1eQb0eQ;cXeQdIdO;e2cNe2aB;e2Vsb0Vs;Z6VsYSXI,YPXI;YRXEYRV\#
    -,YRSm,X3Sm!cca9;ccbtc8cc;bgdMafdM;ZrdMZOd0;YwcgYhbx;YRbDYRa2;YRYQYyXe;ZUWtaeWt;bgWtc8Xd;ccYNcca9
    ff 500 !XTSm;WvSmWXSs,WXTu;WpTrXATr;YSTrZCVj,ZKW2,W2eG,XWeG,ZGZi;ZIZbZLZS;ZPZIZhYS;Z+XcZ-XW,aYZ0,cLeG,d\#
    oeG,adW0;a6UiZgU2;ZETPYhT5;Y9SmXTSm!aofJ,aogj,c1gj,c1fJ!XnfJ,Xngj,Z2gj,Z2fJ
    105 556 !ZAVs;XxVsXJWW;WgXAWgYJ;WgZbXWaH;YMazaFb0,c5b2,c5bV;c5cWbgcx;bEdNaKdN;ZPdNY+d3;YZclYUc3,X2cC;XO\#
    eQaMeQ;bveQcidi;dUc-dUbe,dUY5;dUXUdeXA;dpWseFWs;eSWseiWw,eiW3;eBVxdeVx;ctVxcXWL;cBWkc8Xb,c5Xb;bZWfatWF;\#
    aAVsZAVs!ZUWu;aFWuaqXE;bQXablYA;c5Ync5ZP,c5a5,aba3;Zda2Z7Zs;YdZgYMZI;Y5YwY5YI;Y5XdYSXG;YpWuZUWu!eiSz;eD\#
    SmdeSm;crSmcRT8;c1TXc1UB;c1UjcMVD;ciVjdDW0,eEW0;e2VvdrVk;deVZdUVL;dJV6dDUr;d6Uad6UH;d6TzdITn;dUTbdqTb;e\#
    ETbeiTn
    107 500 !Y6aB;Y6YXYdXk;Z9WyaCWy;awWybQXL;bvXkc1YZ,dQYT;dFXHcPWa;bYVsaEVs;YVVsXbWy;WgY2Wga9;WgcEXbdK;YWe\#
    QaDeQ;bUeQcKdm;d9d6dNby,bybs;bscXbQcx;a+dLaBdL;Z5dLYccd;Y6buY6aB!ZIfA,ZIfK,ayhW,cXhW,cXhI,a0fA
    10d 500 !Y6aB;Y6YXYdXk;Z9WyaCWy;awWybQXL;bvXkc1YZ,dQYT;dFXHcPWa;bYVsaEVs;YVVsXbWy;WgY2Wga9;WgcEXbdK;YWe\#
    QaDeQ;bUeQcKdm;d9d6dNby,bybs;bscXbQcx;a+dLaBdL;Z5dLYccd;Y6buY6aB!a+fA,ZRfA,XehE,XehO,YRhO,aDg6,aEg6,buh\#
    O,cihO,cihE
    119 556 !Y7Zs;Y7YRYiXf;ZIWuaQWu;bJWubsXF;cOXccaY9,doXp;d2VsaQVs;YbVsXeWy;WgY2WgaC;WgcEXedK;YbeQaNeQ;e0e\#
    Qe0a1,e0Zs!cbav;cUcCbwcp;bNdPaLdP;ZLdPYmck;YBc4Y8av!cCSz;bjSmb8Sm;aLSmZxT8;ZXTXZXUB;ZXUjZsVD;aCVjajW0,b\#
    kW0;bYVvbLVk;b8VZa+VL;apV6ajUr;acUaacUH;acTzaoTn;a+TbbKTb;bkTbcCTn
    11b 556 !Y7Zs;Y7YRYiXf;ZIWuaQWu;bJWubsXF;cOXccaY9,doXp;d2VsaQVs;YbVsXeWy;WgY2WgaC;WgcEXedK;YbeQaNeQ;e0e\#
    Qe0a1,e0Zs!cbav;cUcCbwcp;bNdPaLdP;ZLdPYmck;YBc4Y8av!b8fA,ZbfA,XohE,XohO,YbhO,aMg6,aNg6,c2hO,cshO,cshE
    11f 556 !aCSm;YrSmY2TI;XFTqX0Up,YOV0;YXURY-U7;ZTTpaETp;cHTpcHWD,cHXY,cGXY;btWlbCWM;aXVyZcVy;Y5VyXOWz;Wg\#
    XzWga7;WgcJXRdM;YCePZmeP;aeePbId-;bxdbcHcs,cIcs;cId5cKdf;cMeDcOeG,dieG;dfdsdfcZ,dfWF;dfSmaCSm!cHa8;cHb9\#
    c0bt;bkccbEc-;akdNa6dN;Z2dNYacc;Y5bsY5a8;Y5YSYYXi;Y+Wza4Wz;akWzbEXL;bkXkc0YS;cHZ9cHa8!aBfA;ZAfAYUfq;Xng\#
    TXehX,YYhX;YlgNaCgN;bcgNbrhX,ckhX;cZgSbufp;bCfAaBfA
    131 278 !XVW0,XVeG,YteG,YtW0
    141 556 !ajc5,Ylay,YlXC,eBXC,eBW0,XIW0,XIa7,WAZT,WAag,XIbK,XIgm,Ylgm,YlcA,ajdI
    142 222 !X3W0,X3a9,W8Zd,W8ar,X3bM,X3hL,YRhL,YRc9,ZOci,ZObU,YRax,YRW0
    148 556 !cLW0,cLbF;cLc3cBcW;c0czbgdA;bJdMaedM;ZedMZ4ch;YVb-YVao,YVW0,X7W0,X7cW;X7dyX4eG,YNeG;YOeEYOe3;Y\#
    PduYQdg;YQdTYRcs,YTcs;YxdjZZe3;aBeQb6eQ;cTeQd5dl;djd4djbW,djW0!bCfA,ZefA,XshE,XshO,YfhO,aQg6,aRg6,c6hO,\#
    cvhO,cvhE
    151 556 !e2a9;e2X+d5Ww;c8VsaKVs;YWVsXbWz;WgY3Wga9;WgeQaNeQ;cGeQd9dN;e2cLe2a9!cca9;ccbsc5ce;bbdPaOdP;ZBd\#
    PYfcd;Y6bqY6a9;Y6YWYeXi;ZAWtaJWt;bYWtc4Xg;ccYTcca9!YCfA,YCfK,ZshW,bRhW,bRhI,YwfA!asfA,asfK,cWhW,e5hW,e5\#
    hI,bZfA
    152 1000 !deW0;d7Vxc1Vx;ZaVxY9XP;WlYuWlbR;WldzY9fP;ZZgrc2gr;csgrdggm,kegm,kefa,eWfa,eWc7,kBc7,kBay,eWay\#
    ,eWXC,kyXC,kyW0!c1X7;cfX7d3X9,d3fd;cjffcRff;cAffc2ff;aBffZCeZ;YEdUYEbR;YEZOZEYG;aFX7c1X7
    153 944 !eAZs;eAYRemXf;fMWugUWu;hNWuhvXF;iSXcieY9,jrXp;j6VsgUVs;eOVsdTXG;cWVsaPVs;YbVsXdWz;WgY3Wga9;Wgc\#
    HXedL;YceQaSeQ;cbeQdUd4;eSeQgReQ;k3eQk3a1,k3Zs!cka9;ckbqcCcc;bhdPaTdP;ZEdPYgcb;Y6bnY6a9;Y6WtaOWt;beWtcB\#
    Xg;ckYTcka9!ifav;iXcCh+cp;hRdPgPdP;fPdPeqck;eEc4eBav
    159 333 !X5W0,X5cL;X5dDX2eG,YLeG;YPcsYPca,YRca;YmdeZCe1;ZdeQaPeQ;ageQayeL,ayd5;ahdAaEdA;ZNdAYwcQ;YTbhYT\#
    aJ,YTW0!ZnfA,YEfA,WRhE,WRhO,XEhO,Y-g6,Z0g6,ahhO,bVhO,bVhE
    15f 500 !dGYI;dGX7cNWV;bVVsZwVs;YNVsXXWN;WiWtWSXy,XfYB;XrXXYOXD;YxWvZwWv;ayWvbRXE;bwXYbwYB;bwYgbbY+;bFZ\#
    HaWZU,ZXZl;YLa2XraL;XLaeX3b3;WnbUWnc5;WndDXadp;YOePZweP;bIePc5dw;cvdRd7cN,btcD;bmcnbGd3;amdMZwdM;Y-dMYZ\#
    d4;Y6coY6cD;Y6btYIbe;YUbQYrbF;ZCb5aLap;bRaYbwaJ;cPa4chZo;cyZWd6Z8;dGYmdGYI!bMU4;bMSiZGSi;YrSiYbSk,YbTU;\#
    YyTRZFTR;aMTRaMU3;aMUeZLUe;Z0UeYwUd,ZPW0,aEW0,ZwVF;aeVEa-Uw;bMUcbMU4
    160 667 !fjY+;fjXVeZWg;dOVsbHVs;XLVsWjYb,Y8Yt;YNXvZAXS;ZzW-bKW-;clW-dWXU;eHXzeHYv;eHZRe1Zm;doa5dMaI;cwa\#
    WcKaf;bjapa+az;ZjbFZ3bY;YObqY0cA;XecWXRc+;XEdSXEe2;XEfRYHgA;ZLgwbJgw;d8gwe6gM;f4fofTeS,e1eC;dof3d8fR;cT\#
    fqbIfq;Z-fqZKfP;YeezYee7;YeddYvdJ;ZAc+Zgcl;aAcXbecC;c8c5cebz;d7bsdabh;e1bXeQbI;epb4f6am;fOaRfZZ-;fjZafj\#
    Y+!cBhh,adhh,YrjW,Yrjg,Zejg,bPic,bQic,d5jg,dujg,dujW
    161 500 !dGYI;dGX7cNWV;bVVsZwVs;YNVsXXWN;WiWtWSXy,XfYB;XrXXYOXD;YxWvZwWv;ayWvbRXE;bwXYbwYB;bwYgbbY+;bFZ\#
    HaWZU,ZXZl;YLa2XraL;XLaeX3b3;WnbUWnc5;WndDXadp;YOePZweP;bIePc5dw;cvdRd7cN,btcD;bmcnbGd3;amdMZwdM;Y-dMYZ\#
    d4;Y6coY6cD;Y6btYIbe;YUbQYrbF;ZCb5aLap;bRaYbwaJ;cPa4chZo;cyZWd6Z8;dGYmdGYI!agfA,Z7fA,XKhE,XKhO,Y7hO,Zvg\#
    6,Zwg6,bahO,cOhO,cOhE
    16f 556 !YPeG,YPZ1;YPYDYaXm;YkXJZ4X7;ZRWwa6Ww;b6WwbgXc;cFYHcFZU,cFeG,ddeG,ddXn;ddWLdgW0,cNW0;cMW2cMWD;c\#
    LWOcLWc;cKWqcJXQ,cHXQ;bpWabBWD;aaVsZeVs;YIVsXfWX;X1XDX1Ym,X1eG!cCgm;cCg0bffT;b7ewaMew;ZbewZ2fT;YWg0YWgm\#
    ;YWhYZ2i4;ZbicaMic;b6icbfi4;cChXcCgm!bNgm;bNhCb4hV;anhoaMho;ZwhoZdhV;ZKhCZKgm;ZKgMZcg2;ZvfkaMfk;aofkb5g\#
    1;bNgLbNgm
    171 556 !YPeG,YPZ1;YPYDYaXm;YkXJZ4X7;ZRWwa6Ww;b6WwbgXc;cFYHcFZU,cFeG,ddeG,ddXn;ddWLdgW0,cNW0;cMW2cMWD;c\#
    LWOcLWc;cKWqcJXQ,cHXQ;bpWabBWD;aaVsZeVs;YIVsXfWX;X1XDX1Ym,X1eG!YAfA,YAfK,ZqhW,bPhW,bPhI,YufA!aqfA,aqfK,\#
    cUhW,e3hW,e3hI,bYfA
    178 667 !bxaT,bxW0,aVW0,aVaT,WMgm,Xzgm,bEbe,eUgm,g5gm!c6hh,c6j5,dMj5,dMhh!Z6hh,Z6j5,aMj5,aMhh
    17d 611 !f4W0,WWW0,WWX6,d3fa,X3fa,X3gm,ejgm,ejfi,YAXC,f4XC!bkhh,aBhh,YOjW,YOjg,ZBjg,ayic,azic,cejg,dSjg\#
    ,dSjW
    17e 500 !WfW0,WfX3,bGdC,WvdC,WveG,cueG,cudD,YGX4,d2X4,d2W0!aYfA,Y+fA,XChE,XChO,X-hO,Zmg6,Zng6,bShO,cFhO\#
    ,cFhE
    391 667 !ewW0,dhZ9,YoZ9,XZW0,W2W0,aRgm,c5gm,gPW0!bEfg,bAfS;a+epacdq,ZEaI,dFaI,btdr;bfeNbSf1
    392 667 !fcZ2;fcXceZWp;dWW0bfW0,XIW0,XIgm,bCgm;e+gme+e9;e+dCeScY;dwbvcxbh;eDbXewaq;fca7fcZ2!dWd+;dWercw\#
    fD;cKfbbCfb,Ylfb,YlcC,bCcC;cNcCcyce;dWd4dWd+!e8Z9;e8b3bTb3,Ylb3,YlXB,baXB;cwXBdXXg;e8YAe8Z9
    393 551 !eBgm,eBfa,Ylfa,YlW0,XIW0,XIgm
    394 668 !aRgm,c5gm,f+X5,f+W0,WUW0,WUX5!eSXC,btdn;beeLbSez;bFfabEfg,bAfQ;axeaacdm,Y0XC
    395 667 !XIW0,XIgm,fSgm,fSfa,Ylfa,Ylc7,e-c7,e-ay,Ylay,YlXC,fmXC,fmW0
    396 611 !f4W0,WWW0,WWX6,d3fa,X3fa,X3gm,ejgm,ejfi,YAXC,f4XC
    397 722 !eZW0,eZa-,Yla-,YlW0,XIW0,XIgm,Ylgm,YlcD,eZcD,eZgm,g1gm,g1W0
    398 778 !hQbR;hQZlgnYU;g7XDewWY;djVsc4Vs;aQVsZDWX;Y0XCXOYT;WlZlWlbR;Wle0YAfT;Zagwc5gw;dkgwexgG;g8fdgneN\#
    ;hQd8hQbR!fxbR;fxdSexeb;dwfkc5fk;aFfkZFec;YEdUYEbR;YEZQZFYE;aGX2c4X2;dxX2exYB;fxZLfxbR!Zrc4,eKc4,eKas,Z\#
    ras
    399 278 !XSW0,XSgm,Ywgm,YwW0
    39a 667 !eSW0,a9bC,Yla8,YlW0,XIW0,XIgm,Ylgm,YlbN,dxgm,ffgm,b4c5,gGW0
    39b 668 !gNW0,erW0,btdb,bEfU,abdb,XdW0,W5W0,aUgm,b+gm
    39c 833 !gRW0,gRdB;gReNgVfT;g7e6fqdL,d3W0,c1W0,ZDdL,Yoee,YYfT,YZed,YbdB,YbW0,XIW0,XIgm,ZDgm,c4ZJ;cDYscM\#
    YL;cWXqcYXc;ccXvcpYX;c-Z9d4ZJ,ftgm,hlgm,hlW0
    39d 722 !eGW0,YWfA,YZeR,Ybd9,YbW0,XIW0,XIgm,Y+gm,eoXY;ejZ2ejZj,ejgm,g1gm,g1W0
    39e 650 !Wzgm,fDgm,fDfa,Wzfa!fUXC,fUW0,WiW0,WiXC!eIc7,eIay,Xuay,Xuc7
    39f 778 !hQbR;hQZlgnYU;g7XDewWY;djVsc4Vs;aQVsZDWX;Y0XCXOYT;WlZlWlbR;Wle0YAfT;Zagwc5gw;dkgwexgG;g8fdgneN\#
    ;hQd8hQbR!fxbR;fxdSexeb;dwfkc5fk;aFfkZFec;YEdUYEbR;YEZQZFYE;aGX2c4X2;dxX2exYB;fxZLfxbR
    3a0 722 !eZW0,eZfX,YlfX,YlW0,XIW0,XIgm,g1gm,g1W0
    3a1 667 !fcdX;fcb-edb6;ddaCbvaC,YlaC,YlW0,XIW0,XIgm,bqgm;ddgmedfw;fcf4fcdX!e9dW;e9fbbefb,Ylfb,YlbM,bibM\#
    ;e9bMe9dW
    3a3 618 !WrW0,WrXF,axbg,WzfX,Wzgm,ebgm,ebfa,Ycfa,c6cB,c6bE,YMXC,f3XC,f3W0
    3a4 611 !bWfa,bWW0,a3W0,a3fa,WMfa,WMgm,fCgm,fCfa
    3a5 667 !bxaT,bxW0,aVW0,aVaT,WMgm,Xzgm,bEbe,eUgm,g5gm
    3a6 798 !hbbd;hbaTh6ZZ;gdYffjY9;epXfdbXf,cyXf,cyVx,bYVx,bYXf,avXf;ZhXfYnY9;XtYfXOZZ;WvaTWvbd;WvdSXzeS;Z\#
    1fSa-fS,bYfS,bYgr,cygr,cyfS,dVfS;fTfSgXeS;hbdRhbbd!g7bb;g7ePdKeP,cyeP,cyYi,dOYi;ejYifQZR;g7aAg7bb!YNbb;\#
    YNaAZ4ZR;ZoYib7Yi,bYYi,bYeP,b9eP;ZmePZ3dj;YNd1YNbb
    3a7 667 !eVW0,bGaj,XzW0,WMW0,aSbb,Wggm,YIgm,bHcY,eBgm,fogm,c7bf,g6W0
    3a8 835 !brW0,brZG,bCZG;ZzZGZ2Zm;Y6aGXdbA;X7c4X7dE,X7gm,Yagm,YadC;YabuZLb7;a5aLbPaL,braL,brgm,dFgm,dFaL\#
    ,dgaL;f0aLfmb6;gVbtgVdC,gVgm,hzgm,hzdE;hzc5hTbB;gzaHg1Zn;f6ZGdtZG,dFZG,dFW0
    3a9 748 !bsgw;e9gwfUfe;gpeNgpc7;gpabf+ZI;fAX-daX7,eBX9,f9XC,h1XC,h1W0,cXW0,cXXj;duYSecZX;fKadfKc1;fKdoe\#
    Qem;dVfkbsfk;aCfkZHem;YNdoYNc1;YNadZ5ZY;ZoYSbAXj,bAW0,WgW0,WgXC,YYXC,ZWX9,a7X7;YYX+XjZH;WuaaWuc7;WueNYD\#
    fe;ZYgwbsgw
    3aa 278 !XSW0,XSgm,Ywgm,YwW0!Z4hh,Z4j5,aJj5,aJhh!W3hh,W3j5,XKj5,XKhh
    3ab 667 !bxaT,bxW0,aVW0,aWaT,WMgm,Xwgm,bEbe,eXgm,g5gm!c8hh,c8j5,dNj5,dNhh!Z7hh,Z7j5,aOj5,aOhh
    3ac 578 !cSXq;bzWnbIWK;adVsZiVs;Y8VsXPWw;WgXzWga6;WgcGXVdL;YKeQZweQ;aueQbZdv;cFdPcbcU,cccU;cndOdAeG,ebe\#
    G;eDdTducI;dab7dWaN;dYZ9dnXz;d-WoeMW0,czW0;cnWUcfX1;cWXacUXq!Y6a9;Y6YSYYXh;Y+WwZ+Ww;avWwbXXp;cAYhcMaB;c\#
    8bobZcb;a+dPa4dP;Z1dPYace;Y6btY6a9!ZnfJ,ZnfZ,aJhn,buhn,buhV,aMfJ
    3ad 446 !ZVWu;a9WuaoXD;bRXZbtY6,chXL;c4WcbEWE;aPVsZPVs;Y0VsXHWV;WYX7WYYG;WYZ6X7Zg;XhaEYZaJ,YZaK;XlaQXHa\#
    x;WobTWocD;WodCXadp;YLeQZceQ;bXeQcUd0,bVcL;aodPZcdP;YwdPYZd4;YBclYBcB;YBbVYnbA;ZNarawar,awZp;ZlZpZAZg;Y\#
    bZWYHZB;XzYsXzYI;XzXdYOXF;YoWuZVWu!Z7fJ,Z7fZ,Zehn,bDhn,bDhV,ZhfJ
    3ae 556 !cJSn,cJbF;cJc3c9cW;b+czbedA;bHdMacdM;ZcdMZ2ch;YTb-YTao,YTW0,X5W0,X5cW;X5dSWqeG,Y7eG;YFdzYKda;Y\#
    PdAYPcs,YRcs;YvdjZXe3;a9eQb4eQ;cReQd3dl;dhd4dhbW,dhSn!ZzfJ,ZzfZ,aVhn,c4hn,c4hV,aYfJ
    3af 222 !XXW0;XJWGXBWn;X3XIX3Xp,X3eG,YReG,YRXl;YRXFYbWn;YmWKZ2W0!XDfJ,XDfZ,Xlhn,ZKhn,ZKhV,XofJ
    3b0 547 !dpaN;dpY8cwW-;c1VsaGVs;YZVsXoWg;X1XUX1ZD,X1eG,YPeG,YPZA;YPY2YsXU;ZIWwaKWw;bSWwbwXj;cPYVcPaL;cP\#
    bJc8cT;btddbXeG,czeG;dNdNdbcJ;dpbGdpaN!ZcfA,ZcfQ,a8iE,bZiE,bZhy,aBfA!XxfP,Xxgj,Z4gj,Z4fP!bXfP,bXgj,cggj\#
    ,cgfP
    3b1 578 !cSXq;bzWnbIWK;adVsZiVs;Y8VsXPWw;WgXzWga6;WgcGXVdL;YKeQZweQ;aueQbZdv;cFdPcbcU,cccU;cndOdAeG,ebe\#
    G;eDdTducI;dab7dWaN;dYZ9dnXz;d-WoeMW0,czW0;cnWUcfX1;cWXacUXq!Y6a9;Y6YSYYXh;Y+WwZ+Ww;avWwbXXp;cAYhcMaB;c\#
    8bobZcb;a+dPa4dP;Z1dPYace;Y6btY6a9
    3b2 575 !eOZ6;eOXbdUWk;caVsauVs;ZVVsYTWa,YQWa;YTViYTV2,YTSm,X5Sm,X5dr;X5ffXzgV;YrhLaZhL;c3hLcsge;dffxdf\#
    eg;dfclbyc4;d5bsdkb4;eOaIeOZ6!YTXa;YyXFZbX3;aDWtarWt;bvWtcVXT;d4Y2d4Z4;d4aBcPan;blbNaWbN,aWcT;bUcgbvdC;\#
    cLdkcLef;cLfPbtfq;bQgGaagG;ZSgGYzfg;YTf4YTdp
    3b3 500 !W3eG,XXeG,ZPZ7;ZSYyZXYj;ZcYTZhYD;ZmXzZqXj;ZvXUZwXJ;a5X-aVZ6,cJeG,dneG,aoWQ;aYVkaJUi;a5TgZ-Sn,Y\#
    YSn;YkUFZDW5
    3b4 557 !ccZc;ccaGcPas;cCbRbubx;bZcRawd6;ZZccYrbi;Y6aoY6Zc;Y6YJYjXb;ZJWtaNWt;bTWtc1XZ;ccYFccZc!aegK,ZTg\#
    O,btdw;cpczdCcM;dcbmdqb5;e2aQe2Ze;e2Xvd3Wu;c4VsaNVs;YeVsXfWs;WgXsWgZd;Wgb6XZcA;YSdEaDdr,XngR,XnhL,dNhL,\#
    dNgK
    3b5 446 !ZVWu;a9WuaoXD;bRXZbtY6,chXL;c4WcbEWE;aPVsZPVs;Y0VsXHWV;WYX7WYYG;WYZ6X7Zg;XhaEYZaJ,YZaK;XlaQXHa\#
    x;WobTWocD;WodCXadp;YLeQZceQ;bXeQcUd0,bVcL;aodPZcdP;YwdPYZd4;YBclYBcB;YBbVYnbA;ZNarawar,awZp;ZlZpZAZg;Y\#
    bZWYHZB;XzYsXzYI;XzXdYOXF;YoWuZVWu
    3b6 441 !Y7Yv;Y7YOYJY4;YVXmYrXZ;ZCXMaDX5;adW+b3Wr;bUWjbqWV;cAWHcOVy;ccVcccV5;ccUlcTUL;cKTwbzTK,b0Tl;bBT\#
    +bJUI;bRUcbRUq;bRV5bGVH;b6VTaoVc;aUVkZVVz;YdWAYHWK;XxWTXdWg;XKWtX7X9;WvXRWoXq;WgYDWgYj;Wgbhb2gL,b2gN,a4\#
    gL,XRgL,XRhL,cLhL,cLgN;a7dtZ7c2;Y7aEY7Yv
    3b7 556 !cJSn,cJbF;cJc3c9cW;b+czbedA;bHdMacdM;ZcdMZ2ch;YTb-YTao,YTW0,X5W0,X5cW;X5dSWqeG,Y7eG;YFdzYKda;Y\#
    PdAYPcs,YRcs;YvdjZXe3;a9eQb4eQ;cReQd3dl;dhd4dhbW,dhSn
    3b8 556 !dubc;duYic+XH;c3VsaKVs;YdVsXjXJ;WqYmWqbc;WqhKaNhK;cChKd2fw;dueWdubc!aJWt;bPWtbvXw;cPYycSb9,YHb\#
    9;YJZ2YoXz;ZIWtaJWt!aOgL;ZJgLYpfK;YJeJYHc9,cSc9;cPeJbxfK;bSgLaOgL
    3b9 222 !XXW0;XJWGXBWn;X3XIX3Xp,X3eG,YReG,YRXl;YRXFYbWn;YmWKZ2W0
    3ba 500 !cEW0,ZSZn,YRYy,YRW0,X3W0,X3eG,YReG,YRaG,c3eG,dgeG,aKaj,drW0
    3bb 500 !ZYdN;Z1epYsfB;YifaYXfo;YNg1YAg7;XzgEXfgE;XRgEXIg9,X0h9;XXhLX-hL;YqhLZLgn;ZsgDaRej,dhW0,cEW0,af\#
    aQ;aLbGaAc2;a2biZubI;ZjauXYW0,W7W0
    3bc 576 !cbW0;caW6cYWe;cXXAcWXT,cUXT;c1WZbWWD;b0VsaFVs;ZcVsZ9W6;YiWLYSWo,YQWo;YSWTYSVs,YST0,X3T0,X3eG,Y\#
    SeG,YSZM;YSY7YxXX;ZQWxaPWx;bMWxbvXe;cSYKcSZZ,cSeG,dqeG,dqXo;dqWLdtW0
    3bd 500 !dEcT;dEb8cRZQ;bfXhaHW0,Y+W0,W0eG,XSeG,ZqXB;bsZrbscP;bsdRbUeG,creG;dEdXdEcT
    3be 448 !WgYj;Wga4Xbb0;YWbxaBcC,aBcC;Z2cIYNcs;XjdPXjeG;Xjf3YGfb;Ypg7ZogL,ZogP,XsgL,XIgL,XIhL,c8hL,c8gO;\#
    aZgCZpfj;Z4fDZ4eP;Z4dtZNdX;ZfdBaCc-;alcobpci,bpbi;Z-bTZ3al;Y7a1Y7Yv;Y7YOYJY4;YVXmYrXZ;ZCXMaDX5;adW+b3Wr\#
    ;bVWjbsWV;cDWHcSVy;chVcchV5;chUlcYUL;cPTwc2TK,b5Tl;bGT+bOUI;bWUcbWUq;bWV5bLVH;bAVTaqVc;aVVkZVVz;YdWAYHW\#
    K;XxWTXdWg;XKWtX7X9;WvXRWoXq;WgYDWgYj
    3bf 556 !e2a9;e2X+d5Ww;c8VsaKVs;YWVsXbWz;WgY3Wga9;WgeQaNeQ;cGeQd9dN;e2cLe2a9!cca9;ccbsc5ce;bbdPaOdP;ZBd\#
    PYfcd;Y6bqY6a9;Y6YWYeXi;ZAWtaJWt;bYWtc4Xg;ccYTcca9
    3c0 690 !ecVs;dkVsdLWI;cyWjcyXl,cydG,ZudG,Zucj;ZuazZhZB;ZUXOZ8W0,XiW0;Y5XbYJZM;YYb7YYcf,YYdG;Y1dGXQdB;W\#
    pd6Wdc+,Wde2;Woe8XCeC;XdeGY0eG,g6eG,g6dG,eKdG,eKY2;eKXTeUXC;eeWxf2Wx,fiW-,fiW0;f6VsecVs
    3c1 569 !eHZy;eHY8dLW-;cQVsaxVs;a6VsZVW7;YuWNYOWy,YMWy;YOWVYOW0,YOSm,X0Sm,X0aS;X0cJXydN;YteRaVeR;baeRcS\#
    dt;dJdKdocI;eHbGeHZy!cpa0;cpbcc9cW;bVdQaPdQ;YOdQYOaQ,YOX-;YpXTZSXA;a5WtamWt;bkWtcGXh;cpYVcpa0
    3c2 482 !aSdL;ZqdLZKct;YpcQYTbU;Y7aYY7Zc;Y7YdYdY7;Z6XeabX9,bRWu;d3WLd3V5;d3UlcwUL;coTwcRTK,bTTl;beT+bmU\#
    I;buUcbuUq;buVBbWVR;b7VhZuW1;YXWOXuWq;XGXGWzXx;WgYcWgZe;WgaUWzbR;XHcOXmd2;YGdiYxe3;ZceQaSeQ;bDeQboeD;cN\#
    e0csdV,b+ca;bFdLaSdL
    3c3 617 !eBZm;eBXwdCWu;cCVsaSVs;YdVsXeWx;WgX-Wga0;Wgc1Xpd9;YyeGb4eG,fQeG,fQdG,e9dG,d1dJ,d1dH;dfcMdwbW;e\#
    BageBZm!clZk;clbhbpdG,b7dG;ZjdGYwcQ;Y7bZY7a1;Y7WtaOWt;bYWtc9Xc;clYLclZk
    3c4 395 !Y9dG;XfdGX2dB;WRd6WEc+,WEe2;WQe8WqeC;XEeGXeeG,c3eG,c3dG,ZkdG,ZkY2;ZkXTZvXC;a3WxaSWx,b6W-,b6W0;\#
    aXVsa0Vs;Z8VsYlWI;YMWjYMXl,YMdG
    3c5 547 !dpaN;dpY8cwW-;c1VsaGVs;YZVsXoWg;X1XUX1ZD,X1eG,YPeG,YPZA;YPY2YsXU;ZIWwaKWw;bSWwbwXj;cPYVcPaL;cP\#
    bJc8cT;btddbXeG,czeG;dNdNdbcJ;dpbGdpaN
    3c6 648 !fUaK;fUYFeXX7;dZV+bgVt,bgSm,aNSm,aNVt;YXVzXbX2;WgY8WgaA;WgbxXWd4;YMeCZteS,a1dQ;Z4dCYbcN;Y6bYY6\#
    a8;Y6YWYgXl;ZEW+aNWw,aNbL;aNcqazdd;bYeRcmeR;e1eRemdK;fUcCfUaK!e2aL;e2bpdjcd;dOdQcndQ;bgdQbgbN,bgWw;cvW+\#
    dUXp;e2Yee2aL
    3c7 525 !a9Xr,XcSn,WASn,ZXZ4,YEbh;XgcoXQd4;XAdMWtdM;WgdMWVdH,WEeH;WeeRX8eR;XoeRYCe3;YcdgZDcP,aIa9,cJeG,\#
    dleG,axYy,e1Sn,caSn
    3c8 713 !cDWw;ddWxeAXU;ekY0ekZL,ekeG,g6eG,g6ZM;g6XWfCWi;eHVtcDVs,cDSm,awSm,awVs;YuVtXzWh;X2XWX2ZM,X2eG,\#
    YQeG,YQZL;YQY2YzXU;ZXWxawWw,awgE,cDgE
    3c9 781 !clZR;clYFdBXa;ddWwePWw;fGWwfiXe;g7YLg7Zw;g7bKfdcF;f7d9eBdN,eNeR;fMeGg4df;god2hBc4;hab6haZy;haX\#
    -gnWx;f-VseYVs;daVsc+WM;cOWrc7Xv,c5Xv;brWrbEWM;aeVsZgVs;YEVsXRWx;WfX-WfZy;WfblXWcz;YNeBZseR,a1dN;Z7dAYc\#
    cH;Y5bNY5Zw;Y5YLYWXe;YxWwZpWw;aaWwb1Xa;bUYFbUZR,bUbM,clbM
    2013 556 !W0ZS,W0aV,eiaV,eiZS
    2014 1000 !W0ZS,W0aV,leaV,leZS
    2018 222 !W+dH,W+eO;W+f7X7fh;XGgFXbgm,YWgm;XofjXoem,YTem,YTdH
    2019 222 !YWff;YWesYNeJ;YEdmXwdH,W+dH;XieJXifG,X1fG,X1gm,YWgm
    201a 222 !YWWP;YWVbYNV2;YEUWXwU0,W+U0;XiV2XiW0,X1W0,X1XV,YWXV
    201c 333 !Z7dH,Z7eO;Z7f7ZGfh;ZOgFZjgm,aegm;ZwfkZwem,abem,abdH!WbdH,WbeO;Wbf7Wkfh;WtgFXCgm,Y7gm;XOfjXOem\#
    ,Y4em,Y4dH
    201d 333 !aeff;aeeyaWeO;aOdqa2dH,Z7dH;ZreJZrfH,ZAfH,ZAgm,aegm!Y7ff;Y7esXzeJ;XqdmXXdH,WbdH;XJeJXJfH,WefH\#
    ,Wegm,Y7gm
    201e 333 !aeWP;aeVhaWV7;aNUZa2U0,Z7U0;ZrV2ZrW0,ZAW0,ZAXV,aeXV!Y7WP;Y7VbXzV2;XqUWXXU0,WbU0;XJV2XJW0,WeW0\#
    ,WeXV,Y7XV
    2020 556 !azde,aoUz,ZwUz,Zlde,X3dR,X3eh,ZleT,ZYhL,bBhL,azeT,dfeh,dfdR
    2021 556 !Zpde,X3dR,X3eh,ZpeT,ZhhL,b0hL,aueT,dfeh,dfdR,aude,aib7,auYd,deYr,deXb,auXp,b0Ux,ZhUx,ZpXp,X2X\#
    b,X2Yr,ZpYd,Z-b7
    2022 350 !atbD;ataMaFZj;ZdZ4YjZ4;XsZ4XFZi;WeaLWebD;Wec5XFci;XtdJYjdJ;ZcdJaEch;atc4atbD
    2026 1000 !i2W0,i2Xh,jWXh,jWW0!d6W0,d6Xh,eZXh,eZW0!Y8W0,Y8Xh,ZdXh,ZdW0
    2030 1000 !YKW0,X9W0,eBgm,fOgm!Ykgs;ZtgsaQg9;azfSaze6;azckaOc0;ZpbJYibJ;XabJW-c1;WRclWRe6;WRfUW+gA;XYgs\#
    Ykgs!Zre6;Zrf7Zbfa;ZKg1Ykg1;Y5g1Xqfa;XZf7XZe6;XZd5Xqce;Y6cAYjcA;ZHcAZZce;Zrd7Zre6!d+bU;f7bUfgan;gDa4gDY\#
    j;gDXLfeWe;f3VxdyVx;cqVxcFWf;bhXMbhYj;bha6cEao;cobUd+bU!f5Yj;f5ZkeraC;eaafd+af;dLafd4aC;cpZlcpYj;cpXjd4\#
    XF;dMWodzWo;eXWoepXG;f5Xkf5Yj!i+bU;k7bUkgan;lDa4lDYj;lDXLkeWe;k2VxiyVx;hpVxhFWf;ghXMghYj;gha6hEao;hnbUi\#
    +bU!k5Yj;k5ZkjraC;jaafi+af;iLafi3aC;hoZlhoYj;hoXji4XF;iMWoizWo;jXWojpXG;k5Xkk5Yj
    2032 188 !Wgcp,X9gm,Yegm,XRcp
    2033 354 !Wgcp,X9gm,Yegm,XRcp!ZGcp,Zmgm,bFgm,a2cp
    2039 333 !ZFX5,WhZt,WhaM,ZFdB,aXdB,aXcy,Xza6,aYXJ,aYX5
    203a 333 !XzX5,WhX5,WhXJ,ZGa6,Wicy,WidB,XzdB,aYaM,aYZt
    2044 167 !TzW0,SrW0,ZZgm,aggm
    2074 430 !a-bQ,a-a0,aAa0,aAbQ,WzbQ,Wzc2,a4gD,a-gD,a-c2,byc2,bybQ!aAfK;a6f8Zreo,Y6cT,Xrc8,Xmc2,aAc2
    2075 415 !Xuct,X1ct,XGgC,b8gC,b8fX,Y3fX,Xxda;YVdzZQdz;aLdzaxdR;bXcubXb+;bXb3auaV;aFZxZCZx;X9ZxWrbP,XjbV\#
    ;X+aaZ8aa;ZraaaEaz;adbLadb+;adccaEcz;ZqdKZ8dK;YSdKXuct
    2076 412 !XpdC;YIe1ZMe1;aQe1azdU;bXcybXc0;bXb3axaV;aLZxZGZx;YAZxXZaj;WybVWyd1;WyeaXbfS;YDgJZOgJ;awgJbKf\#
    2,aVev;aFfgZRfg;XpfgXpdC!aec0;aechaHd2;ZwdQZHdQ;YfdQYHd5;XvcmXvc7;XvbUYIb1;YhaaZIaa;ZwaaaHay;aebLaec0
    2077 362 !b1fZ;Z+e7ZZdI;YibfYia0,Xoa0;XobCYLcW;YvdqaCfX,WXfX,WXgC,b1gC
    2078 422 !bgbl;bgaub4aQ;aUZxZNZx;YHZxXfaP;X1atX1bk;X1cLXQcl;XodAYOdG,YOdH;XrdPXWdo;XCeBXCeo;XCfQXnfs;YM\#
    gJZMgI;aLgIaxft;bWfSbWep;bWeAbBdn;atdOaIdH,aIdG;aydAbJcm;bgcMbgbl!ZMda;acdaaceg;acfjZLfj;Y5fjY5eg;Y5e8Y\#
    Qds;YldaZMda!Xxbp;XxaXZMaX;anaXanbn;anc+ZLc+;Ygc+YJcg;XxcMXxbp
    2079 428 !ZLgJ;begJbedE;bebeb0ao;aNZxZBZx;YNZxXvaF;XQaYXDbD,Y2bL;YIaaZ7aa;alaaaod0;abcca7cN;Zfc8Z5c8;YB\#
    c8Xdci;X4dHX4eE;X4fBXgfl;YHgJZLgJ!Z-cv;aidFaid-;aielaKfC;ZxfgZJfg;YhfgYKfH;XzeuXzeD;XzdYYKd9;YhcmZBcm;Z\#
    hcmZ-cv
    207f 365 !ZxZz,Zxd0;ZxdiZkdz;ZXeEY+eE;YReEY7dr;XodTXocl,XoZz,WpZz,Wpdt,Wnex,Xhex,Xke5,Xle5;Y0eaYPeo;Ynf\#
    1ZLf1;aBf1aYec;aweCawdH,awZz
    20ac 556 !bHW+;c2W+cWXM;czXkd4YR,eUYK;eFX8dQWV;caVsbFVs;ZbVsYeWs;XgXsXRZr,W8Zr,WRaq,XMaq,XKbQ,XMc4,W8c4\#
    ,WRd2,XQd2;Xgf0Ydfz;ZZgwbEgw;cZgwdPgH;eEfeeTeT,d2eM;cxf2cUfR;c0fpbDfp;a7fpZYf8;YzeUYpd2,cDd2,bvc4,Ymc4;\#
    YkbuYkbQ;Ykb7Ymaq,cDaq,bvZr,YqZr;Y-YMZcXg;aEW+bHW+
    2122 1000 !iwas,iwfa,irfP,imf9,h0as,gBas,exd-,eMfa,eLfQ,eLfI,eLas,dMas,dMgm,epgm,gWcT,gdc9,hBdc,iTgm,jt\#
    gm,jtas!aQfw,aQas,ZOas,ZOfw,XSfw,XSgm,cPgm,cPfw
    2190 1000 !avYH;bLXmbpWn,bGWn;aIXwZCYT,ZCYl;aIZIbGaR,bpaR;bLZSavYx,iSYx,iSYH
    2191 500 !Zbd5;Z4cfY5cB,Y5ck;ZEdiZneo,a3eo;acdiblck,blcB;amcfaFd5,aFVY,ZbVY
    2192 1000 !glYx;gJZSfraR,gOaR;hMZIiSYl,iSYT;hMXwgOWn,frWn;gJXmglYH,ZCYH,ZCYx
    2193 500 !aFXF;amXhblY9,blXc;acWea3VY,ZnVY;ZEWeY5Xc,Y5Y9;Z4XhZbXF,Zbeo,aFeo
    2202 494 !dIdA;dIbzd0aX;clZ5cBY0;bdWxapWN;Z+VpY+Vp;XlVpX5Wa;WRXMWRYk;WRZ-WwbD;XPcQYCd2;Y+dgZxdg;aadgb5d\#
    I;bbcwbrcH,btcH,bvdA;bvegbPfT;avgGZwgG;ZXgGZ3g6;YbfyYEfh,YWgp;ZNhHaEhH;bjhHcVgD;dIf8dIdA!bhbC;bYbtb8cJ;\#
    ajclaCcl;ZaclZ3cF;YZblYDal;XuZlXuYl;XuXtYEXM;YaWrZCWr;ZoWraJXQ;aqX-bBZ0;bYa1bhbC
    2206 612 !Z-gm,bfgm,fYX5,fYW0,W2W0,W2X5!e0XC,bRdn;bDeLb0ez;aqfaapfg,akfQ;aVeaaAdm,XbXC
    220f 823 !fhSi,fhfX,ZGfX,ZGSi,XpSi,Xpgm,h5gm,h5Si
    2211 713 !XBSi,XBTX,c1Zm,XJfy,XJgm,fdgm,fdfc,ZAfc,ddZn,Z2Ts,g8Ts,g8Si
    2212 584 !Wnaf,Wnbm,eNbm,eNaf
    221a 549 !amVv,ZyVv,Xoby,WPby,WPcr,YTcr,aJXa,dbiN,eaiN
    221e 713 !gUaW;gUZFfpYP;f7XZe7XZ;cZXZbZZj;b2YiaOY9;ZkXcZ3Xc;X-XcXLYQ;WgZDWgaZ;WgbtXMch;Y1dWZ3dW;abdWbab\#
    M;c4cLckcv;dOdTe8dT;fCdTfrcf;gUbrgUaW!dycT;dQcTczb+;cWbWc4aW;cTZYcwZ2;dNYZdzYZ;ebYZf0Z6;fRZgfRaX;fRbLf0\#
    bv;ebcTdycT!b4aZ;ahbYaEc1;ZncWZBcW;YYcWY8by;XlbOXlaY;XlZhY8Z9;YYYcZCYc;ZkYcaCZ5;afZab4aZ
    222b 274 !WISi;VhSiVGSr,VGTz;VjTnW9Tn;XTTnXTVZ,XSep;XSg7Y7gp;YnhWa2hW;ajhWb2hN,b2gF;aggSaAgS;ZYgSZCf-;Y\#
    sfYYseg,YsVP;YsU5YCTP;XXSiWISi
    2248 549 !cBbo;bfbob5bz;aYc7Z+cK;YzcgYKcg;XscgXQcX;W+cOWRb-,WRd5;XJdkYSdk;ZEdkaFdN;b4d4bWcy;bycqcIcq;dI\#
    cqe9dY,e9cP;djc5dHbx;cqbocBbo!cBYa;bfYab5Yl;aYYwZ+Z6;YzZTYKZT;XqZTXNZJ;WxZ9WRYo,WRZt;XIaWYSaW;YraWZKaQ;\#
    ZpaJapZz;b2ZtbVZl;byZdcIZd;dIZde9aK,e9ZC;dfYrdEYj;coYacBYa
    2260 549 !ZRYe,YHWR,XAWR,YJYe,WWYe,WWZm,YuZm,aKcY,WWcY,WWdg,audg,c3fv,d9fv,b+dg,e6dg,e6cY,bRcY,ZzZm,e6Z\#
    m,e6Ye
    2264 549 !WWaq,WWcO,e6fP,e6eE,XZbc,e6Y+,e6Xp!WVW0,WVX7,e5X7,e5W0
    2265 549 !WWXp,WWY+,d3bc,WWeE,WWfP,e6cO,e6aq!WWW0,WWX7,e6X7,e6W0
    """#
}
