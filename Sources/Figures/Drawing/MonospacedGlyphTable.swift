// The outlines of the letters of pictures of the screen: made from Liberation Mono 2.1.5 by `.ci/make-outlines`, and not by hand.
//
// Digitized data copyright (c) 2010 Google Corporation with Reserved Font Arimo, Tinos and Cousine. Copyright (c) 2012
// Red Hat, Inc. with Reserved Font Name Liberation. Under the SIL Open Font License 1.1: see OFL.txt in this folder.

enum MonospacedGlyphTable {
  /// A line for each character: its number in hexadecimal, how far the pen moves, and the contours, in thousandths of
  /// the size of the letters, y upwards. `!` begins a contour, `,` is a line and `;` a quadratic curve by its control
  /// point and end. A coordinate is two digits of base 64, plus 2048. A long line goes on after a backslash.
  static let text = #"""
    20 600
    21 600 !bGZ2,a8Z2,ZygI,bSgI!ZxW0,ZxXY,bQXY,bQW0
    22 600 !cxcT,bscT,bYhL,dGhL!ZWcT,YRcT,Y7hL,ZrhL
    23 600 !d6cN,cbZy,eaZy,eaZ7,cQZ7,blW0,avW0,bZZ7,YoZ7,Y9W0,XJW0,XzZ7,WQZ7,WQZy,Y8Zy,YfcN,WpcN,WpdB,YqdB,\#
    ZVgJ,aLgJ,ZgdB,cRdB,d6gJ,dygJ,dHdB,eudB,eucN!ZWcN,Y+Zy,blZy,cGcN
    24 600 !eoYw;eoXgdtWy;cyWEbFWA,bFUx,aGUx,aGWA;X2WHWWYv,XpZB;Y0YEYdXl;ZEXHaGXD,aGay,a2b0;YmbKY9bi;XZc3XH\#
    ca;W-d6W-dq;W-eyXrfb;YggEaGgH,aGhH,bFhH,bFgH;cggEdRfg;eCf7eYdq,dDda;d3eOcZeo;c4fDbFfG,bFc0;cZbid9bQ;dkb\#
    9e5ao;eRaSecZ+;eoZXeoYw!YJdn;YJdLYVd2;YgcmZ0cZ;ZMcNaGc8,aGfH;ZJfFYpes;YJeUYJdn!dUYx;dUZRdGZm;d3a5cgaJ;c\#
    IaXbFao,bFXC;cLXHcvXj;dUYAdUYx
    25 600 !XiW0,WbW0,digL,eqgL!YEgP;aOgPaOdq;aOcZZrbu;ZHbEYCbE;X7bEWabu;W0cYW0dq;W0f6WYfl;X4gPYEgP!ZGdq;ZG\#
    elZ1f9;YofaYEfa;XefaXOfA;X8emX8dq;X8cyXOcX;Xec5YDc5;Ymc5Z0cW;ZGcxZGdq!dEb5;fPb5fPYX;fPXFerWb;eHVwdCVw;c\#
    8VwbaWa;b0XEb0YX;b0ZobYaR;c5b5dEb5!eHYX;eHZRe1Zr;doaGdEaG;ceaGcOZs;c8ZSc8YX;c8XecOXD;ceWndDWn;dmWne0XC;\#
    eHXeeHYX
    26 600 !eBVw;deVwd5WB;cZWScBWv;b0VsZXVs;Y0VsXAWd;WLXOWLYl;WLaoYabx;YKcPY9c+;X-dZX-e5;X-f7Yifl;ZPgNaggN;\#
    bogNcSfp;d7fGd7eK;d7dmcqdJ;cXcsbycU;bOc5a0bX;b1Zmc8YZ;cpZxd5bf,eBbK;dsZXcyXo;dHXOdfXB;e1W-eKW-;enW-f3X7\#
    ,f3W5;ehVweBVw!bzeI;bzeqbbf8;bEfSaffS;ZzfSZYf4;Z7eiZ7e4;Z7dEZbcM;aqctbCd7;bZdMbmdf;bzdxbzeI!bPXg;a1ZDY+\#
    b1;XdaIXdYn;XdXvY9XN;YgWsZbWs;a4WsaZX4;b1XHbPXg
    27 600 !bEcT,a9cT,ZrhL,bYhL
    28 600 !a2a3;a2XzaiWG;bLUacpSm,bMSm;ZvUaZGWG;YdXyYda4;Ydc9ZFdq;ZtfVbMhL,cphL;bLfXaidr;a2c8a2a3
    29 600 !cma4;cmXxc8WF;bWUaa2Sm,YaSm;a4UcajWJ;bMX-bMa3;bMc6ajdo;a4fVYahL,a2hL;bXfVc9dr;cmcBcma4
    2a 600 !b8f4,d9fs,dVes,bLeI,clcO,brbr,aidp,ZWbs,YccP,a2eI,Xves,YFft,aHf3,aChK,bEhK
    2b 600 !bFaf,bFXO,a8XO,a8af,Wvaf,Wvbm,a8bm,a8f1,bFf1,bFbm,eUbm,eUaf
    2c 600 !X+TF,ZHYI,bIYI,YxTF
    2d 600 !YZZZ,YZan,cran,crZZ
    2e 600 !ZoW0,ZoYI,bbYI,bbW0
    2f 600 !WuVs,d9hL,eVhL,YHVs
    30 600 !eRbA;eRYbdUXD;cXVsagVs;YqVsXuXD;WzYaWzbA;WzdqXtf8;YngTajgT;cdgTdXf8;eRdpeRbA!d1bA;d1dNcVeM;byfM\#
    ajfM;ZSfMYveN;YLdPYLbA;YLY+YvX+;ZTW+ahW+;bvW+cTY0;d1Z2d1bA!ZoaF,Zoc9,bbc9,bbaF
    31 600 !XDW0,XDX7,aZX7,aZev;aHeJZDdt;YAdRX8dR,X8eZ;YHeZZHf3;aHfYaggJ,bxgJ,bxX7,eeX7,eeW0
    32 600 !X6W0,X6Wv;XUXkYHYa;Z3ZQaQaW;bebUcAcC;cicvcida;cieQcBet;bffLagfL;ZpfLZGes;YkeOYddW,XEdf;XNeyYIfi\#
    ;ZCgTaggT;cIgTdCfk;e7e-e7df;e7cndXbv;cyb1bpa7;aEYtZdYH;Z0XhYmX7,eHX7,eHW0
    33 600 !ePYr;ePXQdRWe;cUVsalVs;Z7VsY8Wc;XAXLW+Yn,YPYv;YhW-alW-;boW-cNXU;czXzczYu;czZScdZr;cHaFbhaS;b5af\#
    aLaf,Zaaf,Zabs,aJbs;azbsbWc3;c3cHcNch;chd4chdd;cheRcBeu;bgfLagfL;ZmfLZCet;YeePYZdZ,XAdg;XKe+YGfk;ZDgTah\#
    gT;cJgTdCfl;e6f2e6dm;e6csdVcB;cubWbsbI,bsbG;c-b8diaT;ePZnePYr
    34 600 !dAYS,dAW0,boW0,boYS,WoYS,WoZW,begJ,dAgJ,dAZX,ebZX,ebYS!boep,XzZX,boZX
    35 600 !ePZP;ePYLdyXY;dVWkceWI;bmVsaaVs;Z4VsY9WW;XEXAW+YQ,YNYa;YpW+acW+;bhW+cKXd;czYGczZN;czaJcLaw;bibX\#
    aebX;a5bXZcbL;Z7bAYeal,XJal,XfgJ,dngJ,dnfC,YxfC,Yiby;Zbceawce;cUcedRbl;ePasePZP
    36 600 !eNZQ;eNXodSWq;cXVsavVs;Z6VsY8XA;XAYVXAav;XAdZYAf0;ZBgTb0gT;dSgTe4eH,cme2;cMfMa-fM;ZqfMZBeI;YXdE\#
    YXbJ;Yvc0ZbcN;aGckb8ck;ccckdVbq;eNaweNZQ!c+ZM;c+aScOb3;bpbgapbg;aFbgZlbQ;ZFbAYyaj;YgaFYgZh;YgYXZHXl;ZvW\#
    zasWz;bqWzcPXc;c+YFc+ZM
    37 600 !eAfF;aZa3aZW0,Z7W0;Z7Y0a3aL;a-cgcrfC,XDfC,XDgJ,eAgJ
    38 600 !eMYv;eMXVdPWg;cTVsaiVs;YzVsX-Wg;X1XTX1Yu;X1ZtXeaZ;YEbFZAbP,ZAbR;YJbeXocJ;XHczXHdq;XHeaXifB;Y7fo\#
    Yvg7;ZggTaggT;bjgTcVg7;dGfndhfB;e5eae5dp;e5cydZcH;d2bdcBbS,cBbQ;dAbGdmab;eMZweMYv!cgdk;cgeac9f0;befSagf\#
    S;ZkfSZCf0;YheaYhdk;YhcuZDcQ;Zkbyahby;cgbycgdk!cxZ1;cxZxcLaR;blawagaw;ZdawZ2aP;YSZtYSY-;YSXzZ1XR;ZbWuaj\#
    Wu;brWucOXQ;cxXycxZ1
    39 600 !eJbN;eJYkdIXI;cHVsaQVs;Z9VsYPWO;XeWwXJY6,YdYJ;Z1WzaRWz;bcWzcHY1;cxZ5cyaz;ceaHbvZt;bAZSaHZS;YrZS\#
    XzaQ;X5bPX5cz;X5eaY2fX;Y-gTaggT;eJgTeJbN!cpcb;cpdqcCeb;bbfMadfM;ZdfMZ3eh;YUe1YUcz;YUbtZ3bC;ZdaYacaY;bBa\#
    Ybiao;cDb3cWbX;cpb-cpcb
    3a 600 !ZoW0,ZoYI,bbYI,bbW0!Zob+,ZoeG,bbeG,bbb+
    3b 600 !Zob+,ZoeG,bbeG,bbb+!YiTF,Z+YI,c0YI,ZeTF
    3c 600 !WvaN,Wvbx,eUf7,eUdy,Xyb9,eUYM,eUXB
    3d 600 !WvcY,Wvdg,eUdg,eUcY!WvYe,WvZm,eUZm,eUYe
    3e 600 !WvXB,WvYM,dSb9,Wvdy,Wvf7,eUbx,eUaN
    3f 600 !eCdf;eCd6e1cg;dscEdYbs;dEbVcXa+;bhaNbQa5;b9Zpa-ZU;arZ9aqYk,ZVYk;ZWZGZhZi;Zsa7a9aT;aSaqbBbN;b-bz\#
    cFcF;cWcXcfcs;cpdAcpdb;cpeRcCet;bbfKaZfK;ZXfKYuem;YFeCY8dF,WkdL;WxerXyff;YzgTaYgT;cFgTdDfk;eCe-eCdf!ZRW\#
    0,ZRXY,awXY,awW0
    40 600 !f5bn;f5ZVeSY9;dqWpcmWp;bgWpbgX-,bgY3,bhYI,beYI;bNXdavXD;aRWpZrWp;Z1WpYaXa;Y7YKY7Zl;Y7azYVc3;Ytd\#
    9ZVdn;a8eQaweQ;bTeQbpe5;cAdncKd5,cNd5,cceF,dVeF,claN;cRYncRYG;cRXbcpXb;dPXbdnYj;e9Zse9bm;e9drdKf9;cVgSb\#
    7gS;Z-gSZ7fd;YGepXndK;XJbrXJZx;XJXaYCWA;Z4UladUl;bLUlb-V1;cgVIdRVz,d+VI;d6UYcHUC;bSTsaYTs;ZHTsYKUb;XNVL\#
    WsWk;WLY7WLZx;WLc7Wxdp;XXfVYdgQ;ZihLb8hL;cLhLdEge;e7fyeceh;f5dRf5bn!bwb-;bwcpbfdD;bOdeaxde;aTdea3d7;Zfc\#
    dZPbi;Z9amZ9Zm;Z9Xda1Xd;abXdb2YL;bVZ3bjaG;bwbTbwb-
    41 600 !dvW0,csYx,YZYx,XWW0,W0W0,ZvgJ,bZgJ,fOW0!ajfC,adev,a5dI,Yya3,cUa3,b9dt
    42 600 !eoYw;eoXYdmWn;cjW0asW0,XFW0,XFgJ,aOgJ;eAgJeAdp;eActddcF;d4bdc8bR;dPbIe6ad;eoZxeoYw!cjdd;cjeSc8e\#
    o;bZf8aPf8,Yif8,Yibz,aQbz;cjbzcjdd!dKZ2;dKZwcfaN;bzaqadaq,Yiaq,YiXB,akXB;c4XBciXe;dKY6dKZ2
    43 600 !YPbD;YPZ7Z3Y5;ZjX2b3X2;bqX2cSXZ;d4Y5dWZC,ekYi;dbVsb2Vs;Z1VsXyXF;WtYdWtbD;WtgTazgT;dYgTeWdv,dEdQ\#
    ;cyeHcMen;bmfHazfH;ZgfHZ2eI;YPdJYPbD
    44 600 !ebbG;ebYkdQXN;cFW0a4W0,XFW0,XFgJ,ZdgJ;c8gJdMf2;ebdoebbG!d8bG;d8dHcIeC;bSf7Zdf7,Yif7,YiXC,ZxXC;b\#
    ZXCcLYD;d8ZEd8bG
    45 600 !XFW0,XFgJ,eGgJ,eGf7,Yif7,Yibu,dpbu,dpaj,Yiaj,YiXC,eaXC,eaW0
    46 600 !Yyf7,YybL,e6bL,e6a8,Yya8,YyW0,XVW0,XVgJ,eIgJ,eIf7
    47 600 !eQX1;cgVsauVs;Y+VsXxXH;WtYhWtbD;WtdsXuf9;YugTavgT;dYgTeRdx,d7dW;cWfHawfH;ZefHZ1eJ;YPdMYPbD;YPX2\#
    b0X2;bXX2c5XC;ceXMc-Xc,c-aA,amaA,ambO,eQbO
    48 600 !chW0,cham,Yiam,YiW0,XFW0,XFgJ,YigJ,Yib+,chb+,chgJ,e9gJ,e9W0
    49 600 !XZgJ,dqgJ,dqf7,bQf7,bQXC,dqXC,dqW0,XZW0,XZXC,ZzXC,Zzf7,XZf7
    4a 600 !dXZD;dXXdckWl;bxVsaUVs;ZBVsYPWY;XdXDXMYh,YnYw;YwY0ZNXX;ZpX2aVX2;c5X2c5ZB,c5f7,Zjf7,ZjgJ,dXgJ
    4b 600 !dgW0,Zyau,YiZb,YiW0,XFW0,XFgJ,YigJ,YibA,d4gJ,eogJ,axbx,fNW0
    4c 600 !XqW0,XqgJ,ZHgJ,ZHXC,ePXC,ePW0
    4d 600 !dAW0,dAce;dAdgdBeA,dCex;cjdMcUcj,bEZN,aBZN,Ywcj;Ynd3YBex,YDce,YDW0,W-W0,W-gJ,YpgJ,aDca;aNcAakap\#
    ,axbV,bGcZ,chgJ,ePgJ,ePW0
    4e 600 !cOW0,YQee;YYdKYYci,YYW0,XFW0,XFgJ,YygJ,czXd;crYjcrZj,crgJ,e9gJ,e9W0
    4f 600 !ecbD;ecYedbXF;caVsahVs;YoVsXoXE;WoYbWobD;WodnXnf7;YngTaigT;cbgTdbf8;ecdqecbD!d4bD;d4fHaifH;YKfH\#
    YKbD;YKZ9YxY5;ZXX2aiX2;bxX2cWY6;d4ZBd4bD
    50 600 !eYdD;eYcGe5bX;deancoaM;byZxasZx,YiZx,YiW0,XFW0,XFgJ,amgJ;cagJdZfV;eYeheYdD!d5dC;d5f8aaf8,Yif8,Y\#
    ib5,aeb5;bnb5cRbe;d5cCd5dC
    51 600 !ecbD;ecY-dsXf;d6WKbiV+;c0V1cXUb;d2U9dpU9;eEU9ehUF,ehTE;d+T3dKT3;cBT3bRTi;aiUMaDVu;YYW3XgXQ;WoYm\#
    WobD;WodnXnf7;YngTaigT;cbgTdbf8;ecdqecbD!d4bD;d4fHaifH;YKfHYKbD;YKZ9YxY5;ZXX2aiX2;bxX2cWY6;d4ZBd4bD
    52 600 !dJW0,aXaP,YiaP,YiW0,XFW0,XFgJ,awgJ;cigJdefa;eZeqeZdT;eZcKdsbY;d8ambxaa,e-W0!d6dR;d6f8anf8,Yif8,\#
    YibY,arbY;bxbYcWc2;d6cXd6dR
    53 600 !edYr;edXRdbWf;cZVsagVs;XBVsWdYb,Y1Yt;YFXuYwXS;ZbW-aiW-;bwW-cYXT;dAXydAYp;dAZLcxZh;cha0cHaE;btaS\#
    bNaa;asajaLar;Z6bAYbbQ;Y3bgXlb-;XRcJXHck;X7d9X7dj;X7f2Y2fl;YzgTaigT;cKgTdAfv;e1fLeNd-,cxdl;clebcCe+;bff\#
    NaifN;YYfNYYdl;YYdHYlc-;YycjZIcX;ZecLa5cD;aZc5b5by;c9bhccbW;d4bKdRb6;dpate3aZ;eKaFeTZq;edZPedYr
    54 600 !bQf7,bQW0,ZzW0,Zzf7,Wbf7,WbgJ,eogJ,eof7
    55 600 !eIZl;eIXjdQWo;cYVsadVs;YmVsXxWm;X5XfX5Zc,X5gJ,YZgJ,YZZp;YZYGY-Xf;ZSX2adX2;bsX2cLXg;crYIcrZw,crg\#
    J,eIgJ
    56 600 !bSW0,ZxW0,W5gJ,XdgJ,a3ZQ;aIYmaiXI;b0YRbLZQ,dngJ,fJgJ
    57 600 !dnW0,cCW0;bdY7bLZD;b2aJajbn;aVaqaJa3;a7ZHZDW0,XdW0,W0gJ,XSgJ,YIZx;YPYxYYXI;YnYLYyZ1;Z6Zja2d7,bN\#
    d7;bvbBcCa4;cWYzctXI,d9Zx,dxgJ,fOgJ
    58 600 !aicO,dEgJ,eogJ,bUbO,f7W0,dYW0,aiaO,XsW0,WIW0,ZwbO,WcgJ,YAgJ
    59 600 !bQaT,bQW0,Z+W0,Z+aT,WIgJ,XsgJ,aibe,dYgJ,f6gJ
    5a 600 !eqW0,WaW0,WaX6,cpf7,X7f7,X7gJ,eTgJ,eTfF,YEXC,eqXC
    5b 600 !Z8Sm,Z8hL,dJhL,dJgH,aWgH,aWTq,dJTq,dJSm
    5c 600 !d7Vs,WuhL,YFhL,eWVs
    5d 600 !Y4Sm,Y4Tq,atTq,atgH,Y4gH,Y4hL,cFhL,cFSm
    5e 600 !dBZO,agfW,YBZO,X1ZO,ZwgJ,bTgJ,eMZO
    5f 600 !V+UL,V+V3,fQV3,fQUL
    60 600 !bNfA,Z4gx,Z4h9,aah9,cJfK,cJfA
    61 600 !eQWs;ecWsesWw,esW3;eLVxdpVx;d2VxchWL;cLWkcIXb,cFXb;bmWgb4WG;aPVsZQVs;YDVsXcWW;W+XAW+YJ;W+a+aSb0\#
    ,cFb2,cFbV;cFcVbscx;bSdNaZdN;ZfdNZGd3;YtckYoc3,XMcC;XieQaaeQ;c6eQctdi;dec-debe,deY5;deXUdpXA;dzWseQWs!Z\#
    mWv;aVWvb3XG;bdXcbxYC;cFYncFZP,cFa5,apa3;Zva2ZRZs;YyZgYiZI;YRYwYRYI;YRXgYnXI;Z6WvZmWv
    62 600 !eKaB;eKY0dZWx;cnVsbLVs;ZUVsYoXG,YnXG;YnWvYlWV;YjW6YiW0,XNW0;XQWQXQXj,XQhL,YohL,Yoe6;YodcYmcv,Yo\#
    cv;ZVeRbLeR;eKeReKaB!cva8;cvbrcRcc;bzdNazdN;ZrdNZJcY;YobiYoa0;YoYQZIXe;ZpWtayWt;b+WtcSXg;cvYTcva8
    63 600 !W-a9;W-cCX+dJ;YzeQareQ;cDeQd7dl;e1d5eEby,cnbs;cfcYcAcy;bgdLandL;ZadLZ0cb;YSbsYSaB;YSYUZ0Xi;ZaWw\#
    amWw;bbWwc8XK;cgXkcpYZ,eFYT;e9XkdiX8;dFWYcVWC;blVsaqVs;YyVsX+Wz;W-Y3W-a9
    64 600 !cbXL;cDWYbbWA;a+Vpa3Vp;YWVpXoWt;X3XxX3a4;X3eOa3eO;a+eObce3;cDdkcbc+,ccc+,cbe8,cbhL,dzhL,dzXj;dz\#
    WQe0W0,ciW0;cgW7cfWa;cdX0cdXL!YUa7;YUYQYxXf;ZOWtaQWt;bXWtc3Xh;cbYUcbaF;cbbtc4cd;bZdNaRdN;ZPdNYycb;YUbpY\#
    Ua7
    65 600 !YTZs;YTYTZ5Xg;ZiWuamWu;bYWuc8XE;ckXacxY9,e8Xp;dpWtcvWM;c0VsamVs;YzVsX-W+;X1Y6X1aC;X1cEX+dK;YxeQ\#
    ajeQ;cWeQdRdK;eMcEeMa1,eMZs!akdP;ZjdPZ7ck;YXc4YUav,cxav;ckdPakdP
    66 600 !aRdB,aRW0,Z3W0,Z3dB,X3dB,X3eG,Z3eG,Z3eT;Z3g1Zogh;aYhLcFhL;cphLdRhH;e4hEePhA,ePg4;eAg6dTg9;cngCc\#
    QgC;bdgCbDg1;apfradfS;aRf3aReL,aReG,eBeG,eBdB
    67 600 !aiSn;ZQSnYeTJ;XtTqXfUp,Z3V0;ZBURZdU7;a2TpalTp;ceTpceWD,ceXi,cdXi;cFWwbbWW;awW6a0W6;YVW6XpX5;X6Y\#
    4X6aC;X6cMXsdN;YcePa9eP;b0ePbfd-;cIdbcecs,cfcs;cfd5chde;cjeAcleG,e3eG;e0dse0cZ,e0WG;e0UXdCTf;cOSnaiSn!c\#
    eaD;cebhc4cX;bVdNaVdN;ZSdNY+cf;YXbwYXaD;YXZ3YjYP;YwXkZKXQ;ZkX7aUX7;b7X7bdXU;c6XrcNYY;ceZFceaD
    68 600 !XQhL,YphL,YpeM;YpdvYkcs,Ymcs;ZZeQbLeQ;e0eQe0bW,e0W0,ceW0,cebJ;cecMcEcs;brdMaydM;a0dMZPcg;Yob+Yo\#
    ao,YoW0,XQW0
    69 600 !biX5,ebX5,ebW0,X6W0,X6X5,aKX5,aKdB,XudB,XueG,bieG!aAft,aAhL,bihL,bift
    6a 600 !cOVo;cOUNbYTa;ahSmZ6Sm;YVSmXtSt;XFSzWvT5,WvUA;Y2TvY+Tv;ZzTvaVUP;b0Uwb0Vq,b0dB,XwdB,XweG,cOeG!at\#
    ft,athL,cOhL,cOft
    6b 600 !c+W0,aCZq,ZBZ4,ZBW0,XpW0,XphL,ZBhL,ZBaG,cpeG,eQeG,b4aj,ebW0
    6c 600 !cOX8,eXX5,eXW0,biW2;arWCaSWk;aHWzaFX+,aFgF,Y2gF,Y2hL,bdhL,bdXq;beXUbqXJ;b+XAcOX8!cQX5!bdXq!blW0\#
    !aFX5,aFX+
    6d 600 !a3W0,a3bF;a3cQZtcu;ZhdMZCdM;YidMYPcd;Y6buY6ae,Y6W0,WpW0,WpcW;WpdyWmeG,XveG,XydI,Xycx,Xzcx;YEdjY\#
    de3;Z0eQZceQ;aHeQade3;aydhb5cw,b6cw;bQdkbre4;cGeQcveQ;dpeQeCdm;ebd6ebbW,ebW0,dJW0,dJbF;dJcQd7cu;cxdMcRd\#
    M;bxdMbecj;bLc4bLao,bLW0
    6e 600 !ceW0,cebJ;cecMcEcs;brdMaydM;a0dMZPcg;Yob+Yoao,YoW0,XQW0,XQcW;XQdyXNeG,YgeG;YheEYhe3;YiduYjdg;Yj\#
    dTYkcs,Ymcs;ZZeQbPeQ;cjeQdNdi;e0c-e0bW,e0W0
    6f 600 !eOa9;eOY3dQWz;cTVsafVs;YuVsXyW+;W-Y5W-a9;W-cHXzdL;YxeQaieQ;cZeQdUdM;eOcIeOa9!cxa9;cxbocQcb;budP\#
    akdP;ZYdPY-ca;YSbmYSa9;YSYYY-Xj;ZYWtaeWt;bsWtcPXh;cxYWcxa9
    70 600 !eKaB;eKVsbLVs;ZTVsYpXG,YnXG;YpXCYpV-,YpSm,XQSm,XQcZ;XQdsXNeG,YjeG;YjeEYke2;YldrYndT;Yod5Yocv,Yq\#
    cv;ZCdjZoe4;aOeRbLeR;cseRdbdO;eKcMeKaB!cvaB;cvbvcSce;b+dNa+dN;ZqdNZJcY;YpbiYpa0;YpYOZJXe;ZqWtazWt;b+Wtc\#
    SXe;cvYQcvaB
    71 600 !a2eO;b1eObde2;cCdjcac+,cbc+;cbdDcddi;cfeBcheH,e1eH;d+dsd+c7,d+Sm,cbSm,cbW7,cdXP,ccXP;cCWbbcWC;a\#
    -Vpa3Vp;YWVpXoWu;X3XzX3a4;X3eOa2eO!cbaF;cbbsc4cd;bZdNaRdN;ZPdNYycb;YUbqYUa7;YUYRYyXf;ZQWtaQWt;bYWtc3Xi;\#
    cbYYcbaF
    72 600 !d+d0;d8dAcNdA;b8dAaOcE;ZdbJZdZu,ZdW0,YGW0,YGbM;YGbxY9ck;Y2dWXseG,ZAeG;ZTdDZXcM,ZacM;ZydDaJdd;ah\#
    e0bBeD;bheQcQeQ;dCeQd+eI
    73 600 !e6YN;e6XCdDWX;cKVsalVs;ZBVsYMWM;XYWrXIXv,YVY8;YeXUZ7XB;ZbWualWu;cpWucpYB;cpYgcRY+;c3ZHbIZT;ZHZz\#
    YkaF;YCaXXvay;XdbNXdc0;Xdd8YQdm;ZEePameP;c6ePcvdu;djdOdvcQ,cgcG;cbcpc8d5;bgdNamdN;YvdNYvcD;YvbmZDbV;ZXb\#
    DaEb2,b8ap;cOaWcxaD;dUZwdoZT;e6Z0e6YN
    74 600 !XTdB,XTeG,YmeG,ZCgQ,a7gQ,a7eG,dQeG,dQdB,a7dB,a7YD;a7XcaRXJ;amX1bWX1;cXX1dnXI,dnWF;cUVubDVu;Z+Vu\#
    ZMWQ;YlWxYlY3,YldB
    75 600 !YoeG,YoZ1;YoXrZAXO;ZYWwaWWw;bVWwc3Xb;ceYGceZU,ceeG,e0eG,e0Xn;e0WLe3W0,cmW0;cmW2clWD;clWOckWc;cj\#
    WqciXQ,chXQ;cCWabbWD;azVsa2Vs;YhVsY3WX;XQXDXQYm,XQeG
    76 600 !bTW0,ZrW0,WYeG,Y4eG,a7Yv,aFYV,afX5,awX+,bDYu,dKeG,eseG
    77 600 !dnW0,cDW0,b8Zc,aib9,aPa5,Z7W0,XaW0,WAeG,XXeG,YFZe;YVXdYVX9;YoYNYxYn,Zzc0,bRc0,cRYn;cgXzcsX9;csX\#
    NctXj;cvY3cyYR;c-Yod2Z7;d5ZSd7Ze,dueG,fEeG
    78 600 !d7W0,agZP,YDW0,WkW0,ZvaF,WteG,YOeG,agb3,cyeG,eUeG,bSaG,efW0
    79 600 !YFSm;XgSmXISs,XITu;XbTrXxTr;YYTrZ4UI;ZbUkZzVj,a6W5,WWeG,X+eG,Z-ZN;ahXfalXR,b3YH,dQeG,eteG,bOW0;\#
    ajUDZ+TV;ZGSmYFSm
    7a 600 !X8W0,X8X3,cKdC,XRdC,XReG,dteG,dtdD,YgX4,e9X4,e9W0
    7b 600 !c5Sm;b5SmaTTQ;ZrU3ZrV4,ZrXm;ZrYaZHZ1;YkZVXlZX,Xlaa;YkacZIb4;ZrbYZrcL,Zrf1;Zrg4aTgi;b4hLc5hL,e6h\#
    L,e6gH,cUgH;bogHbUfx;bBfcbBeo,bBc9;bBbPahaq;aCaGZQa4,ZQa3;aCZtahZJ;bBYlbBXz,bBVK;bBUWbUUA;boTqcUTq,e6Tq\#
    ,e6Sm
    7c 600 !a3Sm,a3hL,bKhL,bKSm
    7d 600 !XISm,XITq,YwTq;ZcTqZwUA;aEUWaEVK,aEXz;aEYlajZJ;bCZtb+a3,b+a4;bCaGajar;aEbPaEc9,aEeo;aEfbZwfx;Zc\#
    gHYwgH,XIgH,XIhL,ZJhL;aKhLaxgi;bYg4bYf1,bYcL;bYbYc6b4;cgacdfaa,dfZX;cfZVc6Z1;bYYabYXm,bYV4;bYU3awTP;aIS\#
    mZJSm
    7e 600 !YrcA;ZdcAaebq;bmbRc5bM;cQbHcibH;dhbHeZb+,eZar;e6aXdgaN;dDaEcaaE;c2aEbVaP;axaaaOam;ZPb6Ykb6;YDb6\#
    Xnay;XKaoWraR,WrbX;XhcAYrcA
    a0 600
    a1 600 !a7bE,bFbE,bRT+,ZxT+!bSeG,bSck,Zzck,ZzeG
    a2 600 !VdhG!aMe2;ZXdwZ1dK;YQcZYQb6;YQZbZ3Yr;ZZYFaNY6!aNVY,aMVY,aMX1;YnX9XvYC;X1ZFX1b0;X1csXwdw;Yoe-aMf\#
    7,aMgX,bKgY,bKgX,bLgX,bLf7;cXf1dJeO;e5dleJcg,cvcZ;cndGcGdg;bvdzbKe3,bKY6;buYCcHYV;csYwczZj,eMZd;eCYYdOX\#
    r;cZX8bLX1,bLVY,bKVY
    a3 600 !eyXr;eZW0dAW0,WRW0,WRXB;X6XXXNXq;XeY7XoYY;XxY+XxZc,Xxah,WWah,WWbm,Xxbm,XxdS;XxewYmfi;ZbgTb9gT;c\#
    JgTd5f-;dtfYe8ej,cpeH;ceemcBe-;blfFb9fF;aDfFZmep;ZIeNZIdQ,ZIbm,cQbm,cQah,ZIah,ZIZd;ZIYeZ1Y6;YlXZY7XD,ci\#
    XD;d9XDdMXQ;daXddgY1
    a4 600 !XPbE;XPcHX-d9,XEdw,Y1ei,Yndx;ZfeZajeZ;bmeZcedy,dNeh,eAdu,dRd9;e2cGe2bE;e2aBdQZJ,eBYY,dPXl,ceYW;\#
    bmXwajXw;ZdXwYoYX,X-Xk,XDYX,X-ZJ;XPaBXPbE!YabF;YaaNZCZl;ZqZ6ajZ6;bbZ6cDZk;csaLcsbF;csc8cEcm;bbdOajdO;Zq\#
    dOZCcl;Yac7YabF
    a5 600 !brbC,eIbC,eIa6,bNa6,bNZ3,eIZ3,eIXz,bNXz,bNW0,a0W0,a0Xz,X6Xz,X6Z3,a0Z3,a1a6,X6a6,X6bC,ZYbC,WPgJ,\#
    XxgJ,ahbb,dTgJ,e+gJ
    a6 600 !a3bA,a3h6,bKh6,bKbA!a3SY,a3YU,bKYU,bKSY
    a7 600 !arhL;c9hLczgq;dngKd+fM,cmfC;cffoc9g6;bggQargQ;ZugQZOg4;YvflYvfC;YveqZ7eZ;ZMeIZne6;aCdvbCdg;cJdP\#
    cvd4;dVcmdqcJ;e9bte9bF;e9aVdiZw;dFZLcVZA;dLYodkYJ;e7Xpe7X7;e7V-dEVL;cMUialUi;Z9UiYKVC;XUVjXEWn,YSX0;YcW\#
    JZ9Vz;ZiVdalVd;blVdcKV+;cuWLcuW-;cuXQcfXj;cPY0bzYE;bWYSaIYl;YpZ5YAZh;XWaHXWb8;XWbpX+cN;YScxZGdA;YXdQY6d\#
    w;XgeRXgf5;Xgg9YUgl;ZHhLarhL!cyb4;cybdcQc0;bucQaZck;ZjchZEcH;YkbtYkbE;YkasYzaa;ZBaIZca5;a1Zub0Ze;bwZfcR\#
    a2;cyaQcyb4
    a8 600 !bafJ,bagj,cqgj,cqfJ!YafJ,Yagj,Zqgj,ZqfJ
    a9 600 !Z2br;Z2agZVa0;ZyZLamZL;bFZLbdZd;b+ZwcFaY,d8aG;ckZNc9Yz;bZYZamYZ;ZUYZYnZQ;Y3aHY3br;Y3dNYleD;ZQf4\#
    aif4;cMf4d0dU,c9dD;bydkbad-;bDeGajeG;ZveGZUdf;Z2d2Z2br!f8bq;f8a5ecYr;e3Xbd3Wy;c2WJaiWJ;ZLWJYLWy;XLXcWoY\#
    s;WFa5WFbq;WFdYWoeo;XKg1YLgh;ZMhLaihL;c2hLd2gh;e3g2eceo;f8dZf8bq!eSbq;eSe7dSfM;cTgcaigc;ZYgcYjg3;XtfVXQ\#
    eQ;W+dLW+bq;W+ZYXyYH;YwX0aiX0;cUX0dTYH;eSZXeSbq
    aa 600 !Xbcf;XbdYYHe0;YyeUaJeV,bneX,bnes;bngFaPgF;ZmgFZPf+;Z3fkYzf8,XrfD;Xzg1YegU;ZJgxaRgx;bbgxcEgR;csf\#
    wcsev,csch;cscEc+c0;d6bndRbn;ddbndpbr,dpb7;dQb1d1b1;bsb1bpcF,bncF;bSbfaubK;aKa+ZZa+;Yda+Y6bQ;XbbsXbcf!Y\#
    icp;YicJZ0c1;ZKblZtbl;aOblaqc0;bGcGbXch;bnd6bndW,bndv,abdt;ZcdrZ9db;YidLYicp
    ab 600 !dBX5,acZt,acaM,dBdB,eYdB,eYcy,bza6,eZXJ,eZX5!ZYX5,W+Zt,W+aM,ZYdB,audB,aucy,YLa6,avXJ,avX5
    ac 600 !dOXO,dOaf,Wvaf,Wvbm,eUbm,eUXO
    ad 600 !YZZZ,YZan,cran,crZZ
    ae 600 !f8bq;f8a5ecYr;e3Xbd3Wy;c2WJaiWJ;ZLWJYLWy;XLXcWoYs;WFa5WFbq;WFdYWoeo;XKg1YLgh;ZMhLaihL;c2hLd2gh;\#
    e3g2eceo;f8dZf8bq!eSbq;eSe7dSfM;cTgcaigc;ZYgcYjg3;XtfVXQeQ;W+dLW+bq;W+ZYXyYH;YwX0aiX0;cUX0dTYH;eSZXeSbq\#
    !cEYd,ajbC,ZUbC,ZUYd,YWYd,YWez,asez;bxezcWeU;d5e0d5dA;d5cOcibw;cIbSbfbI,dLYd!c7d9;c7dgbmdy;bPeDaneD,ZUe\#
    D,ZUbw,atbw;bUbwbpcF;c7cac7d9
    af 600 !V+hd,V+iM,fQiM,fQhd
    b0 600 !cueI;cudOcFcl;bbc7aic7;Zoc7Z9cm;YWdPYWeI;YWfBZ8fq;ZngTaigT;bcgTcFfq;cufCcueI!c3eI;c3etbgfG;bGfg\#
    aifg;a7fgZkfG;ZLesZLeI;ZLdkZldK;a8cwaicw;bGcwbfdK;c3djc3eI
    b1 600 !bFbC,bFYB,a8YB,a8bC,WvbC,WvcJ,a8cJ,a8fJ,bFfJ,bFcJ,eUcJ,eUbC!WvW0,WvX7,eUX7,eUW0
    b2 600 !YPaJ,YOb5;YdbdZ7c6;ZccbaRdA;bAdgbWe6;breYbre-;brfTbafm;bIg2akg2;aDg2Zufm;ZYfUZUez,YTf1;YafsZCgM\#
    ;Zqgsangs;bngscLgN;cufucuf1;cueTcXdy;cAdRbRcw;aRcCa2bs;ZgbWZUb7,c+b7,c-aJ
    b3 600 !d2c4;d2bCcSai;bsaDanaD;YbaDYLby,ZOc2;ZXb0anb0;b-b0b-c8;b-dBaZdB,a5dB,a5e0,aXe0;b8e0bUeI;breZbrf\#
    3;brfWbYfn;bGg2akg2;aDg2Zufn;ZafWZXf0,YVf6;YbfxZBgP;Zogsamgs;blgscJgP;ctfyctfC;ctedcYeC;cDdobYde,bYdd;c\#
    EdYced9;d2cld2c4
    b4 600 !Z4fA,Z4fK,aph9,cJh9,cJgx,a1fA
    b5 600 !c-W0;c+W5cyWj;cwXKcwXX,cuXX;c5VsaLVs;ZjVsZEW6;YlWLYVWo,YTWo;YVWTYVVs,YVT0,X6T0,X6eG,YVeG,YVZM;Y\#
    VWxaWWx;bWWxcBXg;csYPcsZZ,cseG,eEeG,eEXo;eEWLeHW0
    b6 600 !dGfN,dGTY,cGTY,cGfN,amfN,amTY,ZlTY,Zlas;YTasXjbZ;W+cGW+dZ;W+erXkfa;YUgJZpgJ,eFgJ,eFfN
    b7 600 !ZoZD,ZobV,bbbV,bbZD
    b8 600 !ZiU2;ZiSdXcSd;XASdWwSf,WwTP;XJTMXaTM;YiTMYiU0;YiUKYTUU;YEUeXhUe;XMUeXFUd,XlW0,YZW0,YGVF;Y+VEZLU\#
    v;ZiUbZiU2
    b9 600 !YEaJ,YEb7,aFb7,aFfn;a3fPZTf9;YsevYBev,YBfk;YyfkZWg0;a4gIaKgm,bFgm,bFb7,d3b7,d3aJ
    ba 600 !dfdz;dfcZctbn;c5a+aga+;ZHa+YWbo;XkccXkdz;XkfMYXg8;ZJgxaigx;c9gxcvgA;dffPdfdz!cXdz;cXf7c3fd;bcg8\#
    akg8;Yvg8Yvdz;YvcuZLcL;Zobnafbn;bYbnc1cI;cXcocXdz
    bb 600 !bqX5,aTX5,aTXJ,d2a6,aUcy,aUdB,bqdB,ePaM,ePZt!YCX5,WqX5,WqXJ,ZPa6,Wrcy,WrdB,YCdB,amaM,amZt
    bc 600 !WVaW,WVbK,XXbK,XXfE;XNexWzek;WZeWWDeW,WDfQ;WcfQW-ff;XOfvXcgJ,YXgJ,YXbK,ZPbK,ZPaW!YTW0,XaW0,cxgJ\#
    ,dpgJ!eTXF,eTW0,dVW0,dVXF,adXF,adX-,dObr,eTbr,eTY0,fOY0,fOXF!dVas;dEaTbTY0,dVY0,dVaT
    bd 600 !WQaW,WQbK,XSbK,XSfE;XIexWuek;WUeWW8eW,W8fQ;WXfQWwff;XJfvXXgJ,YSgJ,YSbK,ZKbK,ZKaW!YLW0,XSW0,cpgJ\#
    ,dhgJ!bBW0,bBWm;bOXEboXg;cCY6cuYd;dWZ5doZS;e3Zqe3aE;e3b9dCb9;clb9cWav;cIagcEaD,bEaF;bLb1btbT;cPbvdFbv;e\#
    9bvedbU;f5b3f5aG;f5ZGdsYM;czXgchXP;cPX8cGWr,fAWr,fAW0
    be 600 !a1c4;a1bIZVar;YzaNY3aN;XFaNWkao;WDbDW5b+,X8c5;XCbdXSbO;XibAY3bA;YUbAYkbO;Y+bdY+c7;Y+d1Xrd1,XXd1\#
    ,XXds,Xpds;YKdsYae4;YqeIYqeo;YqfCYdfP;YPfbY5fb;XlfbXVfL;XFf6XCeg,WAem;WHfXWnfz;XIgPY5gP;YxgPZPf+;ZtfZZt\#
    es;ZteMZce1;ZMdiYqdV,YqdV;ZSdMZlcz;a1cba1c4!YfW0,XmW0,d7gJ,d-gJ!eTXF,eTW0,dVW0,dVXF,adXF,adX-,dObr,eTbr\#
    ,eTY0,fOY0,fOXF!dVas;dEaTbTY0,dVY0,dVaT
    bf 600 !XBWd;XBXAXLXc;XWY2XqYQ;Y9YnYsZI;ZhZvZzaB;aEaTaOao;aYb7aZbY,bubY;bta-biaa;bXa9bEZo;awZSaCYw;ZOYJ\#
    Z7Y1;YtXlYjXQ;YaX5YaWg;YaVrZAVP;ZnUyaqUy;bsUycVVW;d8W3dFX1,efWx;eSVRdRUd;cQTparTp;Z8TpY9UY;XBVHXBWd!bye\#
    G,byck,aTck,aTeG
    c0 600 !dvW0,csYx,YZYx,XWW0,W0W0,ZvgJ,bZgJ,fOW0!ajfC,adev,a5dI,Yya3,cUa3,b9dt!afh1,YNin,YNj0,Ztj0,bchB,\#
    bch1
    c1 600 !dvW0,csYx,YZYx,XWW0,W0W0,ZvgJ,bZgJ,fOW0!ajfC,adev,a5dI,Yya3,cUa3,b9dt!Zoh2,ZohB,bXj0,d1j0,d1io,\#
    akh2
    c2 600 !dvW0,csYx,YZYx,XWW0,W0W0,ZvgJ,bZgJ,fOW0!ajfC,adev,a5dI,Yya3,cUa3,b9dt!dDhB,dDh2,cQh2,ali5,aki5,\#
    Yzh2,YAh2,YAhB,a6j0,bMj0
    c3 600 !dvW0,csYx,YZYx,XWW0,W0W0,ZvgJ,bZgJ,fOW0!ajfC,adev,a5dI,Yya3,cUa3,b9dt!buh2;bZh2bFhB;awhKadhV;aJ\#
    hga1hp;ZkhyZThy;ZGhyZ9ht;Z2hoYzhg;YuhXYph2,Xzh2;Y2hmYDi8;YPiWYjij;Z1ixZWix;ZrixaAio;aUifaoiU;b5iJbNiA;b\#
    fi1bvi1;cCi1cLiC;cViOcaix,dRix;dJhtcxhS;cYh2buh2
    c4 600 !dvW0,csYx,YZYx,XWW0,W0W0,ZvgJ,bZgJ,fOW0!ajfC,adev,a5dI,Yya3,cUa3,b9dt!bah2,baiR,cqiR,cqh2!Yah2,\#
    YaiR,ZqiR,Zqh2
    c5 600 !dvW0,csYx,YZYx,XWW0,W0W0,ZvgJ,bZgJ,fOW0!ajfC,adev,a5dI,Yya3,cUa3,b9dt!cZgy;cZgHc3fs;bZfQajfQ;Zt\#
    fQZNfs;YtgHYtgy;YthdZOi2;ZuiTajiT;bZiTc3i2;cZhdcZgy!begy;behEbOhP;b9haajha;aIhaa2hP;ZohEZogy;Zogfa2gU;a\#
    IgJajgJ;b9gJbOgU;begfbegy
    c6 600 !axZ9,YOZ9,XJW0,W0W0,ZkgJ,epgJ,epf8,cFf8,cFbt,elbt,elaj,cFaj,cFXA,f7XA,f7W0,axW0!axfB,aOfB;aMf3a\#
    3e4;Zmd4YnaI,axaI
    c7 600 !YPbD;YPZ7Z3Y5;ZjX2b3X2;bqX2cSXZ;d4Y5dWZC,ekYi;dbVsb2Vs;Z1VsXyXF;WtYdWtbD;WtgTazgT;dYgTeWdv,dEdQ\#
    ;cyeHcMen;bmfHazfH;ZgfHZ2eI;YPdJYPbD!cPU2;cPSdaJSd;ZtSdZdSf,ZdTP;Z-TMaHTM;bPTMbPU0;bPUKbAUU;axUeaOUe;a3\#
    UeZyUd,aSW0,bGW0,azVF;bhVEc2Uv;cPUbcPU2
    c8 600 !XFW0,XFgJ,eGgJ,eGf7,Yif7,Yibu,dpbu,dpaj,Yiaj,YiXC,eaXC,eaW0!aqh2,YYio,YYj0,a2j0,bnhB,bnh2
    c9 600 !XFW0,XFgJ,eGgJ,eGf7,Yif7,Yibu,dpbu,dpaj,Yiaj,YiXC,eaXC,eaW0!Znh2,ZnhB,bWj0,d0j0,d0io,ajh2
    ca 600 !XFW0,XFgJ,eGgJ,eGf7,Yif7,Yibu,dpbu,dpaj,Yiaj,YiXC,eaXC,eaW0!dDhB,dDh2,cQh2,ali5,aki5,Yzh2,YAh2,\#
    YAhB,a6j0,bMj0
    cb 600 !XFW0,XFgJ,eGgJ,eGf7,Yif7,Yibu,dpbu,dpaj,Yiaj,YiXC,eaXC,eaW0!bkh2,bkiR,cziR,czh2!Yjh2,YjiR,Z+iR,\#
    Z+h2
    cc 600 !XZgJ,dqgJ,dqf7,bQf7,bQXC,dqXC,dqW0,XZW0,XZXC,ZzXC,Zzf7,XZf7!alh2,YTio,YTj0,Zzj0,bihB,bih2
    cd 600 !XZgJ,dqgJ,dqf7,bQf7,bQXC,dqXC,dqW0,XZW0,XZXC,ZzXC,Zzf7,XZf7!Zth2,ZthB,bbj0,d6j0,d6io,aph2
    ce 600 !XZgJ,dqgJ,dqf7,bQf7,bQXC,dqXC,dqW0,XZW0,XZXC,ZzXC,Zzf7,XZf7!dDhB,dDh2,cQh2,ali5,aki5,Yzh2,YAh2,\#
    YAhB,a6j0,bMj0
    cf 600 !XZgJ,dqgJ,dqf7,bQf7,bQXC,dqXC,dqW0,XZW0,XZXC,ZzXC,Zzf7,XZf7!bah2,baiR,cqiR,cqh2!Yah2,YaiR,ZqiR,\#
    Zqh2
    d0 600 !ebbG;ebYkdQXN;cFW0a4W0,XFW0,XFaa,WDaa,WDbi,XFbi,XFgJ,ZdgJ;c8gJdMf2;ebdoebbG!avaa,Yiaa,YiXC,ZxXC\#
    ;bZXCcLYD;d8ZEd8bG;d8dHcIeC;bSf7Zdf7,Yif7,Yibi,avbi
    d1 600 !cOW0,YQee;YYdKYYci,YYW0,XFW0,XFgJ,YygJ,czXd;crYjcrZj,crgJ,e9gJ,e9W0!buh2;bZh2bFhB;awhKadhV;aJhg\#
    a1hp;ZkhyZThy;ZGhyZ9hu;Z2hpYzhg;YuhXYph2,Xzh2;Y2hnYDi9;YPiXYjik;Z1ixZWix;ZrixaAio;aUifaoiU;b5iJbNiA;bfi\#
    1bvi1;cCi1cLiD;cViOcaix,dRix;dJhucxhT;cYh2buh2
    d2 600 !ecbD;ecYedbXF;caVsahVs;YoVsXoXE;WoYbWobD;WodnXnf7;YngTaigT;cbgTdbf8;ecdqecbD!d4bD;d4fHaifH;YKfH\#
    YKbD;YKZ9YxY5;ZXX2aiX2;bxX2cWY6;d4ZBd4bD!ajh2,YQio,YQj0,Zwj0,bfhB,bfh2
    d3 600 !ecbD;ecYedbXF;caVsahVs;YoVsXoXE;WoYbWobD;WodnXnf7;YngTaigT;cbgTdbf8;ecdqecbD!d4bD;d4fHaifH;YKfH\#
    YKbD;YKZ9YxY5;ZXX2aiX2;bxX2cWY6;d4ZBd4bD!Zqh2,ZqhB,bZj0,d3j0,d3io,anh2
    d4 600 !ecbD;ecYedbXF;caVsahVs;YoVsXoXE;WoYbWobD;WodnXnf7;YngTaigT;cbgTdbf8;ecdqecbD!d4bD;d4fHaifH;YKfH\#
    YKbD;YKZ9YxY5;ZXX2aiX2;bxX2cWY6;d4ZBd4bD!dDhB,dDh2,cQh2,ali5,aki5,Yzh2,YAh2,YAhB,a6j0,bMj0
    d5 600 !ecbD;ecYedbXF;caVsahVs;YoVsXoXE;WoYbWobD;WodnXnf7;YngTaigT;cbgTdbf8;ecdqecbD!d4bD;d4fHaifH;YKfH\#
    YKbD;YKZ9YxY5;ZXX2aiX2;bxX2cWY6;d4ZBd4bD!buh2;bZh2bFhB;awhKadhV;aJhga1hp;ZkhyZThy;ZGhyZ9ht;Z2hoYzhg;Yuh\#
    XYph2,Xzh2;Y2hmYDi8;YPiWYjij;Z1ixZWix;ZrixaAio;aUifaoiU;b5iJbNiA;bfi1bvi1;cCi1cLiC;cViOcaix,dRix;dJhtcx\#
    hS;cYh2buh2
    d6 600 !ecbD;ecYedbXF;caVsahVs;YoVsXoXE;WoYbWobD;WodnXnf7;YngTaigT;cbgTdbf8;ecdqecbD!d4bD;d4fHaifH;YKfH\#
    YKbD;YKZ9YxY5;ZXX2aiX2;bxX2cWY6;d4ZBd4bD!bbh2,bbiR,criR,crh2!Ybh2,YbiR,ZsiR,Zsh2
    d7 600 !XDYX,ZwbE,XEdw,Y0ei,ahc0,dMeh,e9du,bVbE,eAYY,dPXl,aiaR,X+Xk
    d8 600 !ecbD;ecYedbXF;caVsahVs;Z1VsY2Ww,X9Vj,WRWD,XWXf;WoY+WobD;WodnXnf7;YngTaigT;cMgTdLfS,eDge,exg8,dt\#
    ej;ecdQecbD!d4bD;d4cTcrdK,YxY5;ZYX2aiX2;bxX2cWY6;d4ZBd4bD!YKbD;YKZxYZZ3,cTeH;btfHaifH;YKfHYKbD
    d9 600 !eIZl;eIXjdQWo;cYVsadVs;YmVsXxWm;X5XfX5Zc,X5gJ,YZgJ,YZZp;YZYGY-Xf;ZSX2adX2;bsX2cLXg;crYIcrZw,crg\#
    J,eIgJ!adh2,YLio,YLj0,Zrj0,bahB,bah2
    da 600 !eIZl;eIXjdQWo;cYVsadVs;YmVsXxWm;X5XfX5Zc,X5gJ,YZgJ,YZZp;YZYGY-Xf;ZSX2adX2;bsX2cLXg;crYIcrZw,crg\#
    J,eIgJ!Zkh2,ZkhB,bTj0,czj0,czio,ahh2
    db 600 !eIZl;eIXjdQWo;cYVsadVs;YmVsXxWm;X5XfX5Zc,X5gJ,YZgJ,YZZp;YZYGY-Xf;ZSX2adX2;bsX2cLXg;crYIcrZw,crg\#
    J,eIgJ!dDhB,dDh2,cQh2,ali5,aki5,Yzh2,YAh2,YAhB,a6j0,bMj0
    dc 600 !eIZl;eIXjdQWo;cYVsadVs;YmVsXxWm;X5XfX5Zc,X5gJ,YZgJ,YZZp;YZYGY-Xf;ZSX2adX2;bsX2cLXg;crYIcrZw,crg\#
    J,eIgJ!bah2,baiR,cqiR,cqh2!Yah2,YaiR,ZqiR,Zqh2
    dd 600 !bQaT,bQW0,Z+W0,Z+aT,WIgJ,XsgJ,aibe,dYgJ,f6gJ!Zsh2,ZshB,baj0,d5j0,d5io,aoh2
    de 600 !eYbI;eYaJe6ZZ;dgYocqYN;b-XyasXy,YiXy,YiW0,XFW0,XFgJ,YigJ,YieW,ameW;caeWdZdg;eYcqeYbI!d5bG;d5cHc\#
    Tcs;brdQaadQ,YidQ,YiZ1,aeZ1;bpZ1cSZd;d5aDd5bG
    df 600 !ewYG;ewX6eBWS;dTVocBVo;auVoa1WA,a0XQ;aSXAb2X1;bdWuc9Wu;csWudEXF;dcXddcYD;dcYkdIZ7;c+ZXcDZ-;bWaQ\#
    bAau;aqbNaqb-;aqcTb2cs;bFdEbgda;c6dxcJeG;cWeacWez;cWfYb-fv;bVgGafgG;ZXgGY-ff;YTf2YTdp,YTW0,X5W0,X5dr;X5\#
    faX-gS;YuhLafhL;c6hLczgj;dqg6dqf4;dqe0czdF;cQcmcGcX;c6cJc6c2;c6bkcMbT;ccbCdWab;eBa8eZZZ;ewY+ewYG
    e0 600 !eQWs;ecWsesWw,esW3;eLVxdpVx;d2VxchWL;cLWkcIXb,cFXb;bmWgb4WG;aPVsZQVs;YDVsXcWW;W+XAW+YJ;W+a+aSb0\#
    ,cFb2,cFbV;cFcVbscx;bSdNaZdN;ZfdNZGd3;YtckYoc3,XMcC;XieQaaeQ;c6eQctdi;dec-debe,deY5;deXUdpXA;dzWseQWs!Z\#
    mWv;aVWvb3XG;bdXcbxYC;cFYncFZP,cFa5,apa3;Zva2ZRZs;YyZgYiZI;YRYwYRYI;YRXgYnXI;Z6WvZmWv!aVfA,YDgx,YDh9,Zj\#
    h9,bSfK,bSfA
    e1 600 !eQWs;ecWsesWw,esW3;eLVxdpVx;d2VxchWL;cLWkcIXb,cFXb;bmWgb4WG;aPVsZQVs;YDVsXcWW;W+XAW+YJ;W+a+aSb0\#
    ,cFb2,cFbV;cFcVbscx;bSdNaZdN;ZfdNZGd3;YtckYoc3,XMcC;XieQaaeQ;c6eQctdi;dec-debe,deY5;deXUdpXA;dzWseQWs!Z\#
    mWv;aVWvb3XG;bdXcbxYC;cFYncFZP,cFa5,apa3;Zva2ZRZs;YyZgYiZI;YRYwYRYI;YRXgYnXI;Z6WvZmWv!ZgfA,ZgfK,bPh9,cv\#
    h9,cvgx,acfA
    e2 600 !eQWs;ecWsesWw,esW3;eLVxdpVx;d2VxchWL;cLWkcIXb,cFXb;bmWgb4WG;aPVsZQVs;YDVsXcWW;W+XAW+YJ;W+a+aSb0\#
    ,cFb2,cFbV;cFcVbscx;bSdNaZdN;ZfdNZGd3;YtckYoc3,XMcC;XieQaaeQ;c6eQctdi;dec-debe,deY5;deXUdpXA;dzWseQWs!Z\#
    mWv;aVWvb3XG;bdXcbxYC;cFYncFZP,cFa5,apa3;Zva2ZRZs;YyZgYiZI;YRYwYRYI;YRXgYnXI;Z6WvZmWv!d5fK,d5fA,cHfA,ac\#
    gE,abgE,YqfA,Y1fA,Y1fK,Zzh9,bDh9
    e3 600 !eQWs;ecWsesWw,esW3;eLVxdpVx;d2VxchWL;cLWkcIXb,cFXb;bmWgb4WG;aPVsZQVs;YDVsXcWW;W+XAW+YJ;W+a+aSb0\#
    ,cFb2,cFbV;cFcVbscx;bSdNaZdN;ZfdNZGd3;YtckYoc3,XMcC;XieQaaeQ;c6eQctdi;dec-debe,deY5;deXUdpXA;dzWseQWs!Z\#
    mWv;aVWvb3XG;bdXcbxYC;cFYncFZP,cFa5,apa3;Zva2ZRZs;YyZgYiZI;YRYwYRYI;YRXgYnXI;Z6WvZmWv!bqfA;bWfAbBfJ;atf\#
    SaZfd;aFfoZzfx;Zgg5ZPg5;ZDg5Z5g0;Y+fxYvfo;YqfgYlfA,XvfA;X+fvY9gH;YLgfYfgs;Yzh4ZSh4;Znh4a6gw;aQgnakgc;b1\#
    gRbJgI;bbg9bsg9;c8g9cHgL;cRgWcWh4,dNh4;dFg0ctfb;cVfAbqfA
    e4 600 !eQWs;ecWsesWw,esW3;eLVxdpVx;d2VxchWL;cLWkcIXb,cFXb;bmWgb4WG;aPVsZQVs;YDVsXcWW;W+XAW+YJ;W+a+aSb0\#
    ,cFb2,cFbV;cFcVbscx;bSdNaZdN;ZfdNZGd3;YtckYoc3,XMcC;XieQaaeQ;c6eQctdi;dec-debe,deY5;deXUdpXA;dzWseQWs!Z\#
    mWv;aVWvb3XG;bdXcbxYC;cFYncFZP,cFa5,apa3;Zva2ZRZs;YyZgYiZI;YRYwYRYI;YRXgYnXI;Z6WvZmWv!bSfJ,bSgj,cigj,ci\#
    fJ!YSfJ,YSgj,Zigj,ZifJ
    e5 600 !eQWs;ecWsesWw,esW3;eLVxdpVx;d2VxchWL;cLWkcIXb,cFXb;bmWgb4WG;aPVsZQVs;YDVsXcWW;W+XAW+YJ;W+a+aSb0\#
    ,cFb2,cFbV;cFcVbscx;bSdNaZdN;ZfdNZGd3;YtckYoc3,XMcC;XieQaaeQ;c6eQctdi;dec-debe,deY5;deXUdpXA;dzWseQWs!Z\#
    mWv;aVWvb3XG;bdXcbxYC;cFYncFZP,cFa5,apa3;Zva2ZRZs;YyZgYiZI;YRYwYRYI;YRXgYnXI;Z6WvZmWv!cUgI;cUfeb+fC;bUe\#
    naeen;ZnenZHfC;YofeYogI;Yog+ZIhP;Zphpaehp;bUhpb+hO;cUgzcUgI!bZgI;bZgabJgm;b3gxaegx;aDgxZzgm;ZigaZigI;Zi\#
    g0Zzfq;aDffaeff;b3ffbJfq;bZg0bZgI
    e6 600 !bCZs,bCZj;bEWuccWu;dAWudWXF;dsXcd+Y9,f1Xp;eWVsceVs;bjVsbBWH;agWiaPXe;a0WiZRWH;YtVsY8Vs;X9VsWfWU\#
    ;WAX6WAYJ;WAa+Yhb0,Zyb2,ZybV;ZycXZjcy;ZTdNYwdN;YMdNY6d3;XrcmXoc3,WWcC;WfdLXFdu;XreQYweQ;aFeQaodM;bSeQcg\#
    eQ;dxeQebdL;fEcGfEa1,fEZs!XSYI;XSXgXgXI;XuWvYKWv;YpWvZBXF;ZYXbZlY9;ZyYkZyZP,Zya5,Z1a3;YQa2Y7Zs;XpZgXeZI\#
    ;XSYwXSYI!cZdP;bxdPbbcl;bEc4bDav,dzav;ducCdZcp;dDdPcZdP
    e7 600 !W-a9;W-cCX+dJ;YzeQareQ;cDeQd7dl;e1d5eEby,cnbs;cfcYcAcy;bgdLandL;ZadLZ0cb;YSbsYSaB;YSYUZ0Xi;ZaWw\#
    amWw;bbWwc8XK;cgXkcpYZ,eFYT;e9XkdiX8;dFWYcVWC;blVsaqVs;YyVsX+Wz;W-Y3W-a9!cGU2;cGSdaBSd;ZlSdZVSf,ZVTP;Zt\#
    TMa9TM;bGTMbGU0;bGUKb2UU;apUeaFUe;ZwUeZqUd,aJW0,b8W0,arVF;bYVEbvUv;cGUbcGU2
    e8 600 !YTZs;YTYTZ5Xg;ZiWuamWu;bYWuc8XE;ckXacxY9,e8Xp;dpWtcvWM;c0VsamVs;YzVsX-W+;X1Y6X1aC;X1cEX+dK;YxeQ\#
    ajeQ;cWeQdRdK;eMcEeMa1,eMZs!akdP;ZjdPZ7ck;YXc4YUav,cxav;ckdPakdP!amfA,YUgx,YUh9,Z+h9,bjfK,bjfA
    e9 600 !YTZs;YTYTZ5Xg;ZiWuamWu;bYWuc8XE;ckXacxY9,e8Xp;dpWtcvWM;c0VsamVs;YzVsX-W+;X1Y6X1aC;X1cEX+dK;YxeQ\#
    ajeQ;cWeQdRdK;eMcEeMa1,eMZs!akdP;ZjdPZ7ck;YXc4YUav,cxav;ckdPakdP!ZwfA,ZwfK,bfh9,dAh9,dAgx,atfA
    ea 600 !YTZs;YTYTZ5Xg;ZiWuamWu;bYWuc8XE;ckXacxY9,e8Xp;dpWtcvWM;c0VsamVs;YzVsX-W+;X1Y6X1aC;X1cEX+dK;YxeQ\#
    ajeQ;cWeQdRdK;eMcEeMa1,eMZs!akdP;ZjdPZ7ck;YXc4YUav,cxav;ckdPakdP!dHfK,dHfA,cUfA,apgE,aogE,Z0fA,YEfA,YEf\#
    K,aAh9,bQh9
    eb 600 !YTZs;YTYTZ5Xg;ZiWuamWu;bYWuc8XE;ckXacxY9,e8Xp;dpWtcvWM;c0VsamVs;YzVsX-W+;X1Y6X1aC;X1cEX+dK;YxeQ\#
    ajeQ;cWeQdRdK;eMcEeMa1,eMZs!akdP;ZjdPZ7ck;YXc4YUav,cxav;ckdPakdP!befJ,begj,ctgj,ctfJ!YdfJ,Ydgj,Zugj,ZufJ
    ec 600 !biX5,ebX5,ebW0,X6W0,X6X5,aKX5,aKdB,XudB,XueG,bieG!asfA,Yagx,Yah9,a4h9,bpfK,bpfA
    ed 600 !biX5,ebX5,ebW0,X6W0,X6X5,aKX5,aKdB,XudB,XueG,bieG!ZtfA,ZtfK,bch9,d6h9,d6gx,aqfA
    ee 600 !biX5,ebX5,ebW0,X6W0,X6X5,aKX5,aKdB,XudB,XueG,bieG!dIfK,dIfA,cVfA,aqgE,apgE,Z2fA,YFfA,YFfK,aBh9,\#
    bRh9
    ef 600 !biX5,ebX5,ebW0,X6W0,X6X5,aKX5,aKdB,XudB,XueG,bieG!bufJ,bugj,d8gj,d8fJ!YufJ,Yugj,a8gj,a8fJ
    f0 600 !ahdU;bkdUcSd1;boeWamfS,Ynea,YMfQ,a1g7;ZCgoYBhL,ZnhL;aOh3b4gZ,d5hQ,dVgc,bufv;eQdceQZy,eQZv;eQXwd\#
    TWu;cWVsadVs;YsVsXwWr;WzXqWzZh;WzbYXwcW;YsdUahdU!c+Zh;c+b9cRbp;bvcTajcT;ZWcTYzbp;YPb8YPZh;YPYEYyXZ;ZWWt\#
    acWt;brWtcPXY;c+YDc+Zh
    f1 600 !ceW0,cebJ;cecMcEcs;brdMaydM;a0dMZPcg;Yob+Yoao,YoW0,XQW0,XQcW;XQdyXNeG,YgeG;YheEYhe3;YiduYjdg;Yj\#
    dTYkcs,Ymcs;ZZeQbPeQ;cjeQdNdi;e0c-e0bW,e0W0!bzfA;befAbKfJ;a-fSaifd;aOfoa5fx;Zpg5ZYg5;ZLg5ZEg0;Z7fxZ2fo;\#
    YzfgYufA,Y1fA;Y7fvYIgH;YUgfYogs;Z6h4Zbh4;Zwh4aFgw;aZgnatgc;bAgRbSgI;bkg9b+g9;cGg9cQgL;cagWcfh4,dVh4;dOg\#
    0d0fb;cdfAbzfA
    f2 600 !eOa9;eOY3dQWz;cTVsafVs;YuVsXyW+;W-Y5W-a9;W-cHXzdL;YxeQaieQ;cZeQdUdM;eOcIeOa9!cxa9;cxbocQcb;budP\#
    akdP;ZYdPY-ca;YSbmYSa9;YSYYY-Xj;ZYWtaeWt;bsWtcPXh;cxYWcxa9!arfA,YYgx,YYh9,a2h9,bnfK,bnfA
    f3 600 !eOa9;eOY3dQWz;cTVsafVs;YuVsXyW+;W-Y5W-a9;W-cHXzdL;YxeQaieQ;cZeQdUdM;eOcIeOa9!cxa9;cxbocQcb;budP\#
    akdP;ZYdPY-ca;YSbmYSa9;YSYYY-Xj;ZYWtaeWt;bsWtcPXh;cxYWcxa9!ZsfA,ZsfK,bah9,d5h9,d5gx,aofA
    f4 600 !eOa9;eOY3dQWz;cTVsafVs;YuVsXyW+;W-Y5W-a9;W-cHXzdL;YxeQaieQ;cZeQdUdM;eOcIeOa9!cxa9;cxbocQcb;budP\#
    akdP;ZYdPY-ca;YSbmYSa9;YSYYY-Xj;ZYWtaeWt;bsWtcPXh;cxYWcxa9!dDfK,dDfA,cQfA,algE,akgE,YzfA,YAfA,YAfK,a6h9\#
    ,bMh9
    f5 600 !eOa9;eOY3dQWz;cTVsafVs;YuVsXyW+;W-Y5W-a9;W-cHXzdL;YxeQaieQ;cZeQdUdM;eOcIeOa9!cxa9;cxbocQcb;budP\#
    akdP;ZYdPY-ca;YSbmYSa9;YSYYY-Xj;ZYWtaeWt;bsWtcPXh;cxYWcxa9!bufA;bZfAbFfJ;awfSadfd;aJfoa1fx;Zkg5ZTg5;ZGg\#
    5Z9g0;Z2fxYzfo;YufgYpfA,XzfA;Y2fvYDgH;YPgfYjgs;Z1h4ZWh4;Zrh4aAgw;aUgnaogc;b5gRbNgI;bfg9bvg9;cCg9cLgL;cV\#
    gWcah4,dRh4;dJg0cxfb;cYfAbufA
    f6 600 !eOa9;eOY3dQWz;cTVsafVs;YuVsXyW+;W-Y5W-a9;W-cHXzdL;YxeQaieQ;cZeQdUdM;eOcIeOa9!cxa9;cxbocQcb;budP\#
    akdP;ZYdPY-ca;YSbmYSa9;YSYYY-Xj;ZYWtaeWt;bsWtcPXh;cxYWcxa9!bafJ,bagj,cqgj,cqfJ!YafJ,Yagj,Zqgj,ZqfJ
    f7 600 !a2dK,a2ej,bKej,bKdK!Wvaf,Wvbm,eUbm,eUaf!a2Xj,a2Z6,bKZ6,bKXj
    f8 600 !eXa9;eXY4dYWz;cYVsafVs;Z6VsY8Wg,XYW0,WzWX,XcXG;WsYLWsa9;WscDXqdK;YpeQaieQ;cKeQdGdf,dpeH,ePdm,do\#
    d4;eXc1eXa9!d5a9;d5bGcrb-,YyXc;ZYWtaeWt;bwWtcWXh;d5YVd5a9!YIa9;YIZ1YZYK,cRck;btdPakdP;ZUdPYucb;YIbmYIa9
    f9 600 !YoeG,YoZ1;YoXrZAXO;ZYWwaWWw;bVWwc3Xb;ceYGceZU,ceeG,e0eG,e0Xn;e0WLe3W0,cmW0;cmW2clWD;clWOckWc;cj\#
    WqciXQ,chXQ;cCWabbWD;azVsa2Vs;YhVsY3WX;XQXDXQYm,XQeG!affA,YMgx,YMh9,Zth9,bbfK,bbfA
    fa 600 !YoeG,YoZ1;YoXrZAXO;ZYWwaWWw;bVWwc3Xb;ceYGceZU,ceeG,e0eG,e0Xn;e0WLe3W0,cmW0;cmW2clWD;clWOckWc;cj\#
    WqciXQ,chXQ;cCWabbWD;azVsa2Vs;YhVsY3WX;XQXDXQYm,XQeG!ZmfA,ZmfK,bVh9,c-h9,c-gx,ajfA
    fb 600 !YoeG,YoZ1;YoXrZAXO;ZYWwaWWw;bVWwc3Xb;ceYGceZU,ceeG,e0eG,e0Xn;e0WLe3W0,cmW0;cmW2clWD;clWOckWc;cj\#
    WqciXQ,chXQ;cCWabbWD;azVsa2Vs;YhVsY3WX;XQXDXQYm,XQeG!dDfK,dDfA,cQfA,algE,akgE,YzfA,YAfA,YAfK,a6h9,bMh9
    fc 600 !YoeG,YoZ1;YoXrZAXO;ZYWwaWWw;bVWwc3Xb;ceYGceZU,ceeG,e0eG,e0Xn;e0WLe3W0,cmW0;cmW2clWD;clWOckWc;cj\#
    WqciXQ,chXQ;cCWabbWD;azVsa2Vs;YhVsY3WX;XQXDXQYm,XQeG!bafJ,bagj,cqgj,cqfJ!YafJ,Yagj,Zqgj,ZqfJ
    fd 600 !YFSm;XgSmXISs,XITu;XbTrXxTr;YYTrZ4UI;ZbUkZzVj,a6W5,WWeG,X+eG,Z-ZN;ahXfalXR,b3YH,dQeG,eteG,bOW0;\#
    ajUDZ+TV;ZGSmYFSm!ZvfA,ZvfK,bdh9,d8h9,d8gx,arfA
    fe 600 !cvaB;cvbvcSce;b+dNa+dN;ZqdNZJcY;YpbiYpa0;YpYOZJXe;ZqWtazWt;b+WtcSXe;cvYQcvaB!Yqcv;ZCdjZoe4;aOeR\#
    bLeR;cseRdbdO;eKcMeKaB;eKVsbLVs;ZTVsYpXG,YnXG;YpXCYpV-,YpSm,XQSm,XQhL,YohL,Yoe6;YodcYmcv
    ff 600 !YFSm;XgSmXISs,XITu;XbTrXxTr;YYTrZ4UI;ZbUkZzVj,a6W5,WWeG,X+eG,Z-ZN;ahXfalXR,b3YH,dQeG,eteG,bOW0;\#
    ajUDZ+TV;ZGSmYFSm!bcfJ,bcgj,csgj,csfJ!YcfJ,Ycgj,Ztgj,ZtfJ
    100 600 !dvW0,csYx,YZYx,XWW0,W0W0,ZvgJ,bZgJ,fOW0!ajfC,adev,a5dI,Yya3,cUa3,b9dt!cphU,YchU,YciS,cpiS
    101 600 !eQWs;ecWsesWw,esW3;eLVxdpVx;d2VxchWL;cLWkcIXb,cFXb;bmWgb4WG;aPVsZQVs;YDVsXcWW;W+XAW+YJ;W+a+aSb\#
    0,cFb2,cFbV;cFcVbscx;bSdNaZdN;ZfdNZGd3;YtckYoc3,XMcC;XieQaaeQ;c6eQctdi;dec-debe,deY5;deXUdpXA;dzWseQWs!\#
    ZmWv;aVWvb3XG;bdXcbxYC;cFYncFZP,cFa5,apa3;Zva2ZRZs;YyZgYiZI;YRYwYRYI;YRXgYnXI;Z6WvZmWv!cWfS,YIfS,YIgQ,c\#
    WgQ
    102 600 !dvW0,csYx,YZYx,XWW0,W0W0,ZvgJ,bZgJ,fOW0!ajfC,adev,a5dI,Yya3,cUa3,b9dt!ahh2;Zlh2Z6hb;YTi7YJj1,Z\#
    Hj1;ZPiYZkiH;a3i0ahi0;bLi0bgiH;b+iYc7j1,d5j1;cvi6cHha;beh2ahh2
    103 600 !eQWs;ecWsesWw,esW3;eLVxdpVx;d2VxchWL;cLWkcIXb,cFXb;bmWgb4WG;aPVsZQVs;YDVsXcWW;W+XAW+YJ;W+a+aSb\#
    0,cFb2,cFbV;cFcVbscx;bSdNaZdN;ZfdNZGd3;YtckYoc3,XMcC;XieQaaeQ;c6eQctdi;dec-debe,deY5;deXUdpXA;dzWseQWs!\#
    ZmWv;aVWvb3XG;bdXcbxYC;cFYncFZP,cFa5,apa3;Zva2ZRZs;YyZgYiZI;YRYwYRYI;YRXgYnXI;Z6WvZmWv!aYfA;ZbfAYzfj;YK\#
    gGYAh9,Z8h9;ZGggZbgP;Zwg8aYg8;bCg8bWgP;brggbzh9,cxh9;cmgFc7fj;bVfAaYfA
    104 600 !dvW0,csYx,YZYx,XWW0,W0W0,ZvgJ,bZgJ,fOW0!ajfC,adev,a5dI,Yya3,cUa3,b9dt!fXT2;f2SreTSr;dgSrdGTE;c\#
    sTdcsUG;csUndAVH;dVVne2W5,f3W5;eZVqeFVL;dxUtdxUN;dxU2e7Ts;eJThefTh;f3ThfXTs
    105 600 !eQWs;ecWsesWw,esW3;eLVxdpVx;d2VxchWL;cLWkcIXb,cFXb;bmWgb4WG;aPVsZQVs;YDVsXcWW;W+XAW+YJ;W+a+aSb\#
    0,cFb2,cFbV;cFcVbscx;bSdNaZdN;ZfdNZGd3;YtckYoc3,XMcC;XieQaaeQ;c6eQctdi;dec-debe,deY5;deXUdpXA;dzWseQWs!\#
    ZmWv;aVWvb3XG;bdXcbxYC;cFYncFZP,cFa5,apa3;Zva2ZRZs;YyZgYiZI;YRYwYRYI;YRXgYnXI;Z6WvZmWv!esSz;eOSmdpSm;c-\#
    SmcbT8;cCTXcCUB;cCUicWVC;cqVidNW0,eOW0;dvVkdbVG;dGUndGUH;dGTzdSTn;deTbd+Tb;ePTbesTn
    106 600 !YPbD;YPZ7Z3Y5;ZjX2b3X2;bqX2cSXZ;d4Y5dWZC,ekYi;dbVsb2Vs;Z1VsXyXF;WtYdWtbD;WtgTazgT;dYgTeWdv,dEd\#
    Q;cyeHcMen;bmfHazfH;ZgfHZ2eI;YPdJYPbD!a5h2,a5hB,bqj0,dKj0,dKio,b1h2
    107 600 !W-a9;W-cCX+dJ;YzeQareQ;cDeQd7dl;e1d5eEby,cnbs;cfcYcAcy;bgdLandL;ZadLZ0cb;YSbsYSaB;YSYUZ0Xi;ZaW\#
    wamWw;bbWwc8XK;cgXkcpYZ,eFYT;e9XkdiX8;dFWYcVWC;blVsaqVs;YyVsX+Wz;W-Y3W-a9!ZsfA,ZsfK,bbh9,d5h9,d5gx,apfA
    108 600 !YPbD;YPZ7Z3Y5;ZjX2b3X2;bqX2cSXZ;d4Y5dWZC,ekYi;dbVsb2Vs;Z1VsXyXF;WtYdWtbD;WtgTazgT;dYgTeWdv,dEd\#
    Q;cyeHcMen;bmfHazfH;ZgfHZ2eI;YPdJYPbD!dNhC,dNh2,cah2,avi5,aui5,Z7h2,YKh2,YKhC,aGj1,bWj1
    109 600 !W-a9;W-cCX+dJ;YzeQareQ;cDeQd7dl;e1d5eEby,cnbs;cfcYcAcy;bgdLandL;ZadLZ0cb;YSbsYSaB;YSYUZ0Xi;ZaW\#
    wamWw;bbWwc8XK;cgXkcpYZ,eFYT;e9XkdiX8;dFWYcVWC;blVsaqVs;YyVsX+Wz;W-Y3W-a9!dDfK,dDfA,cQfA,algE,akgE,YzfA\#
    ,YAfA,YAfK,a6h9,bMh9
    10a 600 !YPbD;YPZ7Z3Y5;ZjX2b3X2;bqX2cSXZ;d4Y5dWZC,ekYi;dbVsb2Vs;Z1VsXyXF;WtYdWtbD;WtgTazgT;dYgTeWdv,dEd\#
    Q;cyeHcMen;bmfHazfH;ZgfHZ2eI;YPdJYPbD!aAh2,aAiW,biiW,bih2
    10b 600 !W-a9;W-cCX+dJ;YzeQareQ;cDeQd7dl;e1d5eEby,cnbs;cfcYcAcy;bgdLandL;ZadLZ0cb;YSbsYSaB;YSYUZ0Xi;ZaW\#
    wamWw;bbWwc8XK;cgXkcpYZ,eFYT;e9XkdiX8;dFWYcVWC;blVsaqVs;YyVsX+Wz;W-Y3W-a9!a5ft,a5hL,bdhL,bdft
    10c 600 !YPbD;YPZ7Z3Y5;ZjX2b3X2;bqX2cSXZ;d4Y5dWZC,ekYi;dbVsb2Vs;Z1VsXyXF;WtYdWtbD;WtgTazgT;dYgTeWdv,dEd\#
    Q;cyeHcMen;bmfHazfH;ZgfHZ2eI;YPdJYPbD!bVh2,aFh2,YIit,YIj1,Z5j1,athz,auhz,cYj1,dMj1,dMit
    10d 600 !W-a9;W-cCX+dJ;YzeQareQ;cDeQd7dl;e1d5eEby,cnbs;cfcYcAcy;bgdLandL;ZadLZ0cb;YSbsYSaB;YSYUZ0Xi;ZaW\#
    wamWw;bbWwc8XK;cgXkcpYZ,eFYT;e9XkdiX8;dFWYcVWC;blVsaqVs;YyVsX+Wz;W-Y3W-a9!bKfA,a4fA,Y8g-,Y8h9,Yxh9,aig6\#
    ,ajg6,cOh9,dBh9,dBg-
    10e 600 !ebbG;ebYkdQXN;cFW0a4W0,XFW0,XFgJ,ZdgJ;c8gJdMf2;ebdoebbG!d8bG;d8dHcIeC;bSf7Zdf7,Yif7,YiXC,ZxXC;\#
    bZXCcLYD;d8ZEd8bG!b8h2,Zuh2,Xyit,Xyj1,Ylj1,aWhz,aXhz,cCj1,c-j1,c-it
    10f 600 !b4XL;aiWYaBWA;ZhVpYyVp;XeVpWyWw;WFY1WFa4;WFc7WzdG;XheOYyeO;ZheOaCe3;aidkb4c+,b5c+,b4e8,b4hL,cS\#
    hL,cSXj;cSWQcVW0,bBW0;b9W7b7Wa;b6X0b6XL!Xga7;XgYTY1Xg;YNWtZBWt;a1WtaYXo;b4Yib4aF;b4bhaZcX;a3dNZBdN;YPdN\#
    Y1ca;XgboXga7!dIes,dIf6,dvhL,fPhL,fPh3,e6es
    110 600 !ebbG;ebYkdQXN;cFW0a4W0,XFW0,XFaa,WDaa,WDbi,XFbi,XFgJ,ZdgJ;c8gJdMf2;ebdoebbG!avaa,Yiaa,YiXC,ZxX\#
    C;bZXCcLYD;d8ZEd8bG;d8dHcIeC;bSf7Zdf7,Yif7,Yibi,avbi
    111 600 !dzf8,dzXj;dzWQe0W0,ciW0;cgW7cfWa;cdX0cdXL,cbXL;cDWYbbWA;a+Vpa3Vp;YWVpXoWr;X3XuX3Zy;X3eBa3eB;a+\#
    eBbcds;cDdXcbco,ccco,cbdx,cbf8,aJf8,aJg8,cbg8,cbhL,dzhL,dzg8,ezg8,ezf8!YUZ-;YUYMYxXd;ZOWtaQWt;bYWtc3Xf;\#
    cbYScba7;cbbic5cR;badAaRdA;ZPdAYycP;YUbdYUZ-
    112 600 !XFW0,XFgJ,eGgJ,eGf7,Yif7,Yibu,dpbu,dpaj,Yiaj,YiXC,eaXC,eaW0!cwhU,YjhU,YjiS,cwiS
    113 600 !YTZs;YTYTZ5Xg;ZiWuamWu;bYWuc8XE;ckXacxY9,e8Xp;dpWtcvWM;c0VsamVs;YzVsX-W+;X1Y6X1aC;X1cEX+dK;Yxe\#
    QajeQ;cWeQdRdK;eMcEeMa1,eMZs!akdP;ZjdPZ7ck;YXc4YUav,cxav;ckdPakdP!cpfS,YcfS,YcgQ,cpgQ
    114 600 !XFW0,XFgJ,eGgJ,eGf7,Yif7,Yibu,dpbu,dpaj,Yiaj,YiXC,eaXC,eaW0!ahh2;Zlh2Z6hb;YTi7YJj1,ZHj1;ZPiYZk\#
    iH;a3i0ahi0;bLi0bgiH;b+iYc7j1,d5j1;cvi6cHha;beh2ahh2
    115 600 !YTZs;YTYTZ5Xg;ZiWuamWu;bYWuc8XE;ckXacxY9,e8Xp;dpWtcvWM;c0VsamVs;YzVsX-W+;X1Y6X1aC;X1cEX+dK;Yxe\#
    QajeQ;cWeQdRdK;eMcEeMa1,eMZs!akdP;ZjdPZ7ck;YXc4YUav,cxav;ckdPakdP!ajfA;ZnfAZ8fj;YVgGYLh9,ZJh9;ZRggZmgP;\#
    a5g8ajg8;bNg8bigP;c0ggc9h9,d7h9;cxgFcJfj;bgfAajfA
    116 600 !XFW0,XFgJ,eGgJ,eGf7,Yif7,Yibu,dpbu,dpaj,Yiaj,YiXC,eaXC,eaW0!Zxh2,ZxiW,bTiW,bTh2
    117 600 !YTZs;YTYTZ5Xg;ZiWuamWu;bYWuc8XE;ckXacxY9,e8Xp;dpWtcvWM;c0VsamVs;YzVsX-W+;X1Y6X1aC;X1cEX+dK;Yxe\#
    QajeQ;cWeQdRdK;eMcEeMa1,eMZs!akdP;ZjdPZ7ck;YXc4YUav,cxav;ckdPakdP!Zyfw,ZyhO,bUhO,bUfw
    118 600 !XFW0,XFgJ,eGgJ,eGf7,Yif7,Yibu,dpbu,dpaj,Yiaj,YiXC,eaXC,eaW0!eaSz;e5SmdWSm;cjSmcJT8;bvTXbvUB;bv\#
    UicDVC;cXVid5W0,e6W0;dcVkdIVG;c+Unc+UH;c+TzdATn;dMTbdiTb;e6TbeaTn
    119 600 !YTZs;YTYTZ5Xg;ZiWuamWu;bYWuc8XE;ckXacxY9,e8Xp;dpWtcvWM;c0VsamVs;YzVsX-W+;X1Y6X1aC;X1cEX+dK;Yxe\#
    QajeQ;cWeQdRdK;eMcEeMa1,eMZs!akdP;ZjdPZ7ck;YXc4YUav,cxav;ckdPakdP!cXSz;c2SmbTSm;afSmaFT8;ZsTXZsUB;ZsUia\#
    AVC;aUVib1W0,c2W0;bZVkbFVG;awUnawUH;awTzb6Tn;bITbbeTb;c3TbcXTn
    11a 600 !XFW0,XFgJ,eGgJ,eGf7,Yif7,Yibu,dpbu,dpaj,Yiaj,YiXC,eaXC,eaW0!bMh2,a6h2,YAit,YAj1,Yzj1,akhz,alhz\#
    ,cQj1,dDj1,dDit
    11b 600 !YTZs;YTYTZ5Xg;ZiWuamWu;bYWuc8XE;ckXacxY9,e8Xp;dpWtcvWM;c0VsamVs;YzVsX-W+;X1Y6X1aC;X1cEX+dK;Yxe\#
    QajeQ;cWeQdRdK;eMcEeMa1,eMZs!akdP;ZjdPZ7ck;YXc4YUav,cxav;ckdPakdP!bJfA,a3fA,Y7g-,Y7h9,Ywh9,ahg6,aig6,cN\#
    h9,dAh9,dAg-
    11c 600 !eQX1;cgVsauVs;Y+VsXxXH;WtYhWtbD;WtdsXuf9;YugTavgT;dYgTeRdx,d7dW;cWfHawfH;ZefHZ1eJ;YPdMYPbD;YPX\#
    2b0X2;bXX2c5XC;ceXMc-Xc,c-aA,amaA,ambO,eQbO!dDhC,dDh2,cQh2,ali5,aki5,Yzh2,YAh2,YAhC,a6j1,bMj1
    11d 600 !aiSn;ZQSnYeTJ;XtTqXfUp,Z3V0;ZBURZdU7;a2TpalTp;ceTpceWD,ceXi,cdXi;cFWwbbWW;awW6a0W6;YVW6XpX5;X6\#
    Y4X6aC;X6cMXsdN;YcePa9eP;b0ePbfd-;cIdbcecs,cfcs;cfd5chde;cjeAcleG,e3eG;e0dse0cZ,e0WG;e0UXdCTf;cOSnaiSn!\#
    ceaD;cebhc4cX;bVdNaVdN;ZSdNY+cf;YXbwYXaD;YXZ3YjYP;YwXkZKXQ;ZkX7aUX7;b7X7bdXU;c6XrcNYY;ceZFceaD!d9fK,d9f\#
    A,cMfA,ahgE,aggE,YvfA,Y6fA,Y6fK,a2h9,bIh9
    11e 600 !eQX1;cgVsauVs;Y+VsXxXH;WtYhWtbD;WtdsXuf9;YugTavgT;dYgTeRdx,d7dW;cWfHawfH;ZefHZ1eJ;YPdMYPbD;YPX\#
    2b0X2;bXX2c5XC;ceXMc-Xc,c-aA,amaA,ambO,eQbO!ajh2;Zmh2Z7hb;YVi7YKj1,ZIj1;ZRiYZmiH;a5i0aji0;bMi0bhiH;c0iY\#
    c8j1,d6j1;cwi6cIha;bgh2ajh2
    11f 600 !aiSn;ZQSnYeTJ;XtTqXfUp,Z3V0;ZBURZdU7;a2TpalTp;ceTpceWD,ceXi,cdXi;cFWwbbWW;awW6a0W6;YVW6XpX5;X6\#
    Y4X6aC;X6cMXsdN;YcePa9eP;b0ePbfd-;cIdbcecs,cfcs;cfd5chde;cjeAcleG,e3eG;e0dse0cZ,e0WG;e0UXdCTf;cOSnaiSn!\#
    ceaD;cebhc4cX;bVdNaVdN;ZSdNY+cf;YXbwYXaD;YXZ3YjYP;YwXkZKXQ;ZkX7aUX7;b7X7bdXU;c6XrcNYY;ceZFceaD!adfA;Zgf\#
    AZ2fj;YPgGYFh9,ZDh9;ZLggZggP;Z-g8adg8;bGg8bbgP;bwggc2h9,d0h9;crgFcCfj;bafAadfA
    120 600 !eQX1;cgVsauVs;Y+VsXxXH;WtYhWtbD;WtdsXuf9;YugTavgT;dYgTeRdx,d7dW;cWfHawfH;ZefHZ1eJ;YPdMYPbD;YPX\#
    2b0X2;bXX2c5XC;ceXMc-Xc,c-aA,amaA,ambO,eQbO!a0h2,a0iW,bYiW,bYh2
    121 600 !aiSn;ZQSnYeTJ;XtTqXfUp,Z3V0;ZBURZdU7;a2TpalTp;ceTpceWD,ceXi,cdXi;cFWwbbWW;awW6a0W6;YVW6XpX5;X6\#
    Y4X6aC;X6cMXsdN;YcePa9eP;b0ePbfd-;cIdbcecs,cfcs;cfd5chde;cjeAcleG,e3eG;e0dse0cZ,e0WG;e0UXdCTf;cOSnaiSn!\#
    ceaD;cebhc4cX;bVdNaVdN;ZSdNY+cf;YXbwYXaD;YXZ3YjYP;YwXkZKXQ;ZkX7aUX7;b7X7bdXU;c6XrcNYY;ceZFceaD!Ztft,Zth\#
    L,bPhL,bPft
    122 600 !eQX1;cgVsauVs;Y+VsXxXH;WtYhWtbD;WtdsXuf9;YugTavgT;dYgTeRdx,d7dW;cWfHawfH;ZefHZ1eJ;YPdMYPbD;YPX\#
    2b0X2;bXX2c5XC;ceXMc-Xc,c-aA,amaA,ambO,eQbO!ZeSn,ZeT2,aFVG,blVG,blU+,aRSn
    123 600 !aiSn;ZQSnYeTJ;XtTqXfUp,Z3V0;ZBURZdU7;a2TpalTp;ceTpceWD,ceXi,cdXi;cFWwbbWW;awW6a0W6;YVW6XpX5;X6\#
    Y4X6aC;X6cMXsdN;YcePa9eP;b0ePbfd-;cIdbcecs,cfcs;cfd5chde;cjeAcleG,e3eG;e0dse0cZ,e0WG;e0UXdCTf;cOSnaiSn!\#
    ceaD;cebhc4cX;bVdNaVdN;ZSdNY+cf;YXbwYXaD;YXZ3YjYP;YwXkZKXQ;ZkX7aUX7;b7X7bdXU;c6XrcNYY;ceZFceaD!bkhk,bkh\#
    U,b8fF,ZdfF,ZdfX,axhk
    124 600 !chW0,cham,Yiam,YiW0,XFW0,XFgJ,YigJ,Yib+,chb+,chgJ,e9gJ,e9W0!dDhC,dDh2,cQh2,ali5,aki5,Yzh2,YAh2\#
    ,YAhC,a6j1,bMj1
    125 600 !XQgJ,YpgJ,Ypdv;YpdSYkcP,YmcP;ZZdzbLdz;e0dze0b3,e0W0,ceW0,ceas;cebucEcP;brcvaycv;a0cvZPcD;YobXY\#
    oaL,YoW0,XQW0!dDhB,dDh2,cQh2,ali5,aki5,Yzh2,YAh2,YAhB,a6j1,bMj1
    126 600 !XFep,XFgJ,YigJ,Yiep,chep,chgJ,e9gJ,e9ep,fNep,fNdh,e9dh,e9W0,chW0,cham,Yiam,YiW0,XFW0,XFdh,W1dh\#
    ,W1ep!chb+,chdh,Yidh,Yib+
    127 600 !XQhL,YphL,Ypg8,b5g8,b5f8,Ypf8,Ype8;YpdhYkcd,Ymcd;ZZeBbLeB;e0eBe0bH,e0W0,ceW0,ceb5;cec7cEcd;brd\#
    8ayd8;a0d8ZPcR;YoblYoaa,YoW0,XQW0,XQf8,WQf8,WQg8,XQg8
    128 600 !XZgJ,dqgJ,dqf7,bQf7,bQXC,dqXC,dqW0,XZW0,XZXC,ZzXC,Zzf7,XZf7!buh2;bah2bFhB;axhKadhV;aKhga1hp;Zk\#
    hyZThy;ZHhyZAhu;Z2hpYzhg;YvhXYph2,Xzh2;Y2hnYEi9;YPiXYjik;Z1ixZWix;ZsixaAio;aVifaoiU;b6iJbOiA;bgi1bwi1;c\#
    Ci1cMiD;cWiOcaix,dRix;dJhucxhT;cZh2buh2
    129 600 !biX5,ebX5,ebW0,X6W0,X6X5,aKX5,aKdB,XudB,XueG,bieG!bufA;bZfAbFfJ;awfSadfd;aJfoa1fx;Zkg5ZTg5;ZGg\#
    5Z9g0;Z2fxYzfo;YufgYpfA,XzfA;Y2fvYDgH;YPgfYjgs;Z1h4ZWh4;Zrh4aAgw;aUgnaogc;b5gRbNgI;bfg9bvg9;cCg9cLgL;cV\#
    gWcah4,dRh4;dJg0cxfb;cYfAbufA
    12a 600 !XZgJ,dqgJ,dqf7,bQf7,bQXC,dqXC,dqW0,XZW0,XZXC,ZzXC,Zzf7,XZf7!cphU,YchU,YciS,cpiS
    12b 600 !biX5,ebX5,ebW0,X6W0,X6X5,aKX5,aKdB,XudB,XueG,bieG!csfS,YefS,YegQ,csgQ
    12c 600 !XZgJ,dqgJ,dqf7,bQf7,bQXC,dqXC,dqW0,XZW0,XZXC,ZzXC,Zzf7,XZf7!ahh2;Zlh2Z6ha;YTi7YJj0,ZHj0;ZPiXZk\#
    iG;a3h-ahh-;bLh-bgiG;b+iXc7j0,d5j0;cvi6cHha;beh2ahh2
    12d 600 !biX5,ebX5,ebW0,X6W0,X6X5,aKX5,aKdB,XudB,XueG,bieG!arfA;ZvfAZGfj;YdgGYTh9,ZRh9;ZZggZugP;aDg8arg\#
    8;bVg8bpgP;c8ggcGh9,dEh9;d3gFcQfj;bofAarfA
    12e 600 !XZgJ,dqgJ,dqf7,bQf7,bQXC,dqXC,dqW0,XZW0,XZXC,ZzXC,Zzf7,XZf7!c9Sz;bgSmb5Sm;aHSmZuT8;ZUTXZUUB;ZU\#
    UiZoVC;a6ViafW0,bgW0;bBVkatVG;aZUnaZUH;aZTzakTn;awTbbGTb;bhTbc9Tn
    12f 600 !biX5,ebX5,ebW0,X6W0,X6X5,aKX5,aKdB,XudB,XueG,bieG!aAft,aAhL,bihL,bift!cUSz;b-SmbQSm;acSmaDT8;Z\#
    pTXZpUB;ZpUia7VC;aRVia+W0,b-W0;bWVkbCVG;auUnauUH;auTzb3Tn;bFTbbbTb;c0TbcUTn
    130 600 !XZgJ,dqgJ,dqf7,bQf7,bQXC,dqXC,dqW0,XZW0,XZXC,ZzXC,Zzf7,XZf7!Zxh2,ZxiW,bTiW,bTh2
    131 600 !biX5,ebX5,ebW0,X6W0,X6X5,aKX5,aKdB,XudB,XueG,bieG
    132 600 !WmgJ,YDgJ,YDW0,WmW0!btX2;cgX2d1Xb;dOY8dOZB,dOf7,bKf7,bKgJ,ergJ,erZD;erXce4Wk;dIVsbtVs;aaVsZtWW\#
    ;ZAXBYuYh,aJYw;aTXxasXU;bFX2btX2
    133 600 !XqeG,ZBeG,ZBW0,XpW0!Xfft,XfhL,ZBhL,ZBft!ckeG,e6eG,e6Vo;e6UNdFTa;cPSmaqSm;aDSmZbSt;YzSzYdT5,YdU\#
    A;ZmTvaiTv;bhTvcCUP;ckUwckVq!caft,cahL,e6hL,e6ft
    134 600 !dXZD;dXXdckWl;bxVsaUVs;ZBVsYPWY;XdXDXMYh,YnYw;YwY0ZNXX;ZpX2aVX2;c5X2c5ZB,c5f7,Zjf7,ZjgJ,dXgJ!e\#
    8hC,e8h2,dLh2,bgi5,bfi5,Zuh2,Z5h2,Z5hC,b1j1,cHj1
    135 600 !cOVo;cOUNbYTa;ahSmZ6Sm;YVSmXtSt;XFSzWvT5,WvUA;Y2TvY+Tv;ZzTvaVUP;b0Uwb0Vq,b0dB,XwdB,XweG,cOeG!e\#
    0fK,e0fA,dCfA,bYgE,bXgE,ZlfA,YyfA,YyfK,auh9,c9h9
    136 600 !dgW0,Zyau,YiZb,YiW0,XFW0,XFgJ,YigJ,YibA,d4gJ,eogJ,axbx,fNW0!ZeSn,ZeT2,aFVG,blVG,blU+,aRSn
    137 600 !c+W0,aCZq,ZBZ4,ZBW0,XpW0,XphL,ZBhL,ZBaG,cpeG,eQeG,b4aj,ebW0!ZeSn,ZeT2,aFVG,blVG,blU+,aRSn
    138 600 !c+W0,aCZn,ZBZ1,ZBW0,XpW0,XpeG,ZBeG,ZBaA,cpeG,eQeG,b4aj,ebW0
    139 600 !XqW0,XqgJ,ZHgJ,ZHXC,ePXC,ePW0!YKh2,YKhC,a3j1,bZj1,bZio,ZHh2
    13a 600 !bdX5,eXX5,eXW0,X1W0,X1X5,aFX5,aFfD,Y2fD,Y2gJ,bdgJ!a3h2,a3hB,boj1,dIj1,dIio,b0h2
    13b 600 !XqW0,XqgJ,ZHgJ,ZHXC,ePXC,ePW0!ZjSn,ZjT2,aJVG,bqVG,bqU+,aWSn
    13c 600 !cOX8,eXX5,eXW0,biW2;arWCaSWk;aHWzaFX+,aFgF,Y2gF,Y2hL,bdhL,bdXq;beXUbqXJ;b+XAcOX8!cQX5!bdXq!blW\#
    0!aFX5,aFX+!ZeSn,ZeT2,aFVG,blVG,blU+,aRSn
    13d 600 !XqW0,XqgJ,ZHgJ,ZHXC,ePXC,ePW0!bwdq,bwe4,cXgJ,e1gJ,e1g1,ckdq
    13e 600 !c0X8,e9X5,e9W0,bKW2;aTWCa4Wk;ZvWzZuX+,ZugF,XggF,XghL,bFhL,bFXq;bGXUbSXJ;bcXAc0X8!c2X5!bFXq!bNW\#
    0!ZuX5,ZuX+!cres,crf6,dShL,eyhL,eyh3,dees
    13f 600 !XqW0,XqgJ,ZHgJ,ZHXC,ePXC,ePW0!b8af,b8c7,cfc7,cfaf
    140 600 !cOX8,eXX5,eXW0,biW2;arWCaSWk;aHWzaFX+,aFgF,Y2gF,Y2hL,bdhL,bdXq;beXUbqXJ;b+XAcOX8!cQX5!bdXq!blW\#
    0!aFX5,aFX+!d7af,d7c7,eec7,eeaf
    141 600 !XqW0,XqZW,WxZ2,WQZz,Xqai,XqgJ,ZHgJ,ZHbS,bWcc,bzbh,ZHaG,ZHXC,ePXC,ePW0
    142 600 !bdcm,dLdl,dqct,bdbd,bdX5,eXX5,eXW0,X1W0,X1X5,aFX5,aFas,YbZw,Y6an,aFb+,aFgF,XggF,XghL,bdhL
    143 600 !cOW0,YQee;YYdKYYci,YYW0,XFW0,XFgJ,YygJ,czXd;crYjcrZj,crgJ,e9gJ,e9W0!a0h2,a0hC,blj1,dFj1,dFio,a\#
    yh2
    144 600 !ceW0,cebJ;cecMcEcs;brdMaydM;a0dMZPcg;Yob+Yoao,YoW0,XQW0,XQcW;XQdyXNeG,YgeG;YheEYhe3;YiduYjdg;Y\#
    jdTYkcs,Ymcs;ZZeQbPeQ;cjeQdNdi;e0c-e0bW,e0W0!a7fA,a7fK,bsh9,dMh9,dMgx,b4fA
    145 600 !cOW0,YQee;YYdKYYci,YYW0,XFW0,XFgJ,YygJ,czXd;crYjcrZj,crgJ,e9gJ,e9W0!ZPSn,ZPT2,Z-VG,bWVG,bWU+,a\#
    CSn
    146 600 !ceW0,cebJ;cecMcEcs;brdMaydM;a0dMZPcg;Yob+Yoao,YoW0,XQW0,XQcW;XQdyXNeG,YgeG;YheEYhe3;YiduYjdg;Y\#
    jdTYkcs,Ymcs;ZZeQbPeQ;cjeQdNdi;e0c-e0bW,e0W0!ZRSn,ZRT2,a1VG,bYVG,bYU+,aESn
    147 600 !cOW0,YQee;YYdKYYci,YYW0,XFW0,XFgJ,YygJ,czXd;crYjcrZj,crgJ,e9gJ,e9W0!bPh2,a9h2,YDit,YDj1,Z0j1,a\#
    nhz,aohz,cTj1,dGj1,dGit
    148 600 !ceW0,cebJ;cecMcEcs;brdMaydM;a0dMZPcg;Yob+Yoao,YoW0,XQW0,XQcW;XQdyXNeG,YgeG;YheEYhe3;YiduYjdg;Y\#
    jdTYkcs,Ymcs;ZZeQbPeQ;cjeQdNdi;e0c-e0bW,e0W0!bMfA,a6fA,YAg-,YAh9,Yzh9,akg6,alg6,cQh9,dDh9,dDg-
    149 600 !dRW0,dRbJ;dRcMd1cs;cedMbmdM;apdMaCcg;Zbb+Zbao,ZbW0,YEW0,YEcW;YEdyYBeG,ZUeG;ZUeEZVe3;ZVduZWdg;Z\#
    XdTZYcs,ZZcs;aMeQcCeQ;dWeQeAdi;epc-epbW,epW0!W2dq,W2e5,WfgJ,Y9gJ,Y9g1,Wsdq
    14a 600 !eUa9;eUXsdsWs;dEVsbuVs;bBVsahW6;aBWLZjX0,ajXn;b2XKbJXA;baX1bwX1;cXX1cpXl;d5YTd5aB,d5dM;d5ePcfe\#
    v;cCfPbGfP;aBfPZVei;Yoe0Yocr,YoW0,XQW0,XQeY;XQf-XNgJ,YggJ;YhgHYhg6;YifxYjfj;YjfVYkev,Ymev;ZagTbigT;eUgT\#
    eUdZ
    14b 600 !aydM;a0dMZPcg;Yob+Yoao,YoW0,XQW0,XQcW;XQdyXNeG,YgeG;YheEYhe3;YiduYjdg;YjdTYkcs,Ymcs;ZZeQbPeQ;c\#
    jeQdNdi;e0c-e0bW,e0U-;e0TrdZTJ;d6SmcBSm;bbSmbDSr,bDTv,bhTs;cCTscQU7;ceUPceVC,cebJ;cecMcEcs;brdMaydM
    14c 600 !ecbD;ecYedbXF;caVsahVs;YoVsXoXE;WoYbWobD;WodnXnf7;YngTaigT;cbgTdbf8;ecdqecbD!d4bD;d4fHaifH;YKf\#
    HYKbD;YKZ9YxY5;ZXX2aiX2;bxX2cWY6;d4ZBd4bD!cphU,YchU,YciS,cpiS
    14d 600 !eOa9;eOY3dQWz;cTVsafVs;YuVsXyW+;W-Y5W-a9;W-cHXzdL;YxeQaieQ;cZeQdUdM;eOcIeOa9!cxa9;cxbocQcb;bud\#
    PakdP;ZYdPY-ca;YSbmYSa9;YSYYY-Xj;ZYWtaeWt;bsWtcPXh;cxYWcxa9!cpfS,YcfS,YcgQ,cpgQ
    14e 600 !ecbD;ecYedbXF;caVsahVs;YoVsXoXE;WoYbWobD;WodnXnf7;YngTaigT;cbgTdbf8;ecdqecbD!d4bD;d4fHaifH;YKf\#
    HYKbD;YKZ9YxY5;ZXX2aiX2;bxX2cWY6;d4ZBd4bD!ahh2;Zlh2Z6hb;YTi7YJj1,ZHj1;ZPiYZkiH;a3i0ahi0;bLi0bgiH;b+iYc7\#
    j1,d5j1;cvi6cHha;beh2ahh2
    14f 600 !eOa9;eOY3dQWz;cTVsafVs;YuVsXyW+;W-Y5W-a9;W-cHXzdL;YxeQaieQ;cZeQdUdM;eOcIeOa9!cxa9;cxbocQcb;bud\#
    PakdP;ZYdPY-ca;YSbmYSa9;YSYYY-Xj;ZYWtaeWt;bsWtcPXh;cxYWcxa9!ahfA;ZlfAZ6fj;YTgGYJh9,ZHh9;ZPggZkgP;a3g8ah\#
    g8;bLg8bggP;b+ggc7h9,d5h9;cvgFcHfj;befAahfA
    150 600 !ecbD;ecYedbXF;caVsahVs;YoVsXoXE;WoYbWobD;WodnXnf7;YngTaigT;cbgTdbf8;ecdqecbD!d4bD;d4fHaifH;YKf\#
    HYKbD;YKZ9YxY5;ZXX2aiX2;bxX2cWY6;d4ZBd4bD!bJh2,bJhB,cuj0,eJj0,eJio,c1h2!YXh2,YXhB,a6j0,bYj0,bYio,ZFh2
    151 600 !eOa9;eOY3dQWz;cTVsafVs;YuVsXyW+;W-Y5W-a9;W-cHXzdL;YxeQaieQ;cZeQdUdM;eOcIeOa9!cxa9;cxbocQcb;bud\#
    PakdP;ZYdPY-ca;YSbmYSa9;YSYYY-Xj;ZYWtaeWt;bsWtcPXh;cxYWcxa9!bSfA,bSfK,d1h9,eTh9,eTgx,cAfA!YgfA,YgfK,aFh\#
    9,bhh9,bhgx,ZOfA
    152 600 !afW0;aEV+ZwV+;XzV+X3XG;WAYZWAbD;WAdtX4f7;XzgMZwgM;aNgMamgJ,f0gJ,f0f8,b+f8,b+bo,enbo,enae,b+ae,\#
    b+XA,fKXA,fKW0!ZwX4;aTX4ahX7,ahfB;aOfEZwfE;YhfEY7eG;XYdHXYbD;XYZ6Y8Y5;YjX4ZwX4
    153 600 !bSZs;bSYPbnXf;c6WuckWu;dDWudWXF;dqXcdwY9,e+Xp;eVVsclVs;bMVsakXG;a6VsYiVs;XWVsWtWz;WEY3WEa9;WEc\#
    HWtdL;XXeQYmeQ;aBeQaod4;bReQcmeQ;fCeQfCa1,fCZs!a9a9;a9bqZscc;ZZdPYsdP;YAdPXrcc;XWbqXWa9;XWWtYpWt;ZXWtZr\#
    Xg;a9YTa9a9!chdP;c8dPbpcl;bUc5bTav,dxav;dtcCdZcp;dGdPchdP
    154 600 !dJW0,aXaP,YiaP,YiW0,XFW0,XFgJ,awgJ;cigJdefa;eZeqeZdT;eZcKdsbY;d8ambxaa,e-W0!d6dR;d6f8anf8,Yif8\#
    ,YibY,arbY;bxbYcWc2;d6cXd6dR!Zdh2,ZdhC,bMj1,csj1,csio,aah2
    155 600 !d+d0;d8dAcNdA;b8dAaOcE;ZdbJZdZu,ZdW0,YGW0,YGbM;YGbxY9ck;Y2dWXseG,ZAeG;ZTdDZXcM,ZacM;ZydDaJdd;a\#
    he0bBeD;bheQcQeQ;dCeQd+eI!ZmfA,ZmfK,bVh9,c-h9,c-gx,aifA
    156 600 !dJW0,aXaP,YiaP,YiW0,XFW0,XFgJ,awgJ;cigJdefa;eZeqeZdT;eZcKdsbY;d8ambxaa,e-W0!d6dR;d6f8anf8,Yif8\#
    ,YibY,arbY;bxbYcWc2;d6cXd6dR!ZcSn,ZcT2,aDVG,bjVG,bjU+,aQSn
    157 600 !d+d0;d8dAcNdA;b8dAaOcE;ZdbJZdZu,ZdW0,YGW0,YGbM;YGbxY9ck;Y2dWXseG,ZAeG;ZTdDZXcM,ZacM;ZydDaJdd;a\#
    he0bBeD;bheQcQeQ;dCeQd+eI!XZSn,XZT2,YAVG,ZgVG,ZgU+,YMSn
    158 600 !dJW0,aXaP,YiaP,YiW0,XFW0,XFgJ,awgJ;cigJdefa;eZeqeZdT;eZcKdsbY;d8ambxaa,e-W0!d6dR;d6f8anf8,Yif8\#
    ,YibY,arbY;bxbYcWc2;d6cXd6dR!bDh2,Zzh2,Y1it,Y1j1,Yqj1,abhz,achz,cHj1,d4j1,d4it
    159 600 !d+d0;d8dAcNdA;b8dAaOcE;ZdbJZdZu,ZdW0,YGW0,YGbM;YGbxY9ck;Y2dWXseG,ZAeG;ZTdDZXcM,ZacM;ZydDaJdd;a\#
    he0bBeD;bheQcQeQ;dCeQd+eI!bWfA,aGfA,YKg-,YKh9,Z7h9,aug6,avg6,cah9,dNh9,dNg-
    15a 600 !edYr;edXRdbWf;cZVsagVs;XBVsWdYb,Y1Yt;YFXuYwXS;ZbW-aiW-;bwW-cYXT;dAXydAYp;dAZLcxZh;cha0cHaE;bta\#
    SbNaa;asajaLar;Z6bAYbbQ;Y3bgXlb-;XRcJXHck;X7d9X7dj;X7f2Y2fl;YzgTaigT;cKgTdAfv;e1fLeNd-,cxdl;clebcCe+;bf\#
    fNaifN;YYfNYYdl;YYdHYlc-;YycjZIcX;ZecLa5cD;aZc5b5by;c9bhccbW;d4bKdRb6;dpate3aZ;eKaFeTZq;edZPedYr!Z-h2,Z\#
    -hC,bkj1,dEj1,dEio,axh2
    15b 600 !e6YN;e6XCdDWX;cKVsalVs;ZBVsYMWM;XYWrXIXv,YVY8;YeXUZ7XB;ZbWualWu;cpWucpYB;cpYgcRY+;c3ZHbIZT;ZHZ\#
    zYkaF;YCaXXvay;XdbNXdc0;Xdd8YQdm;ZEePameP;c6ePcvdu;djdOdvcQ,cgcG;cbcpc8d5;bgdNamdN;YvdNYvcD;YvbmZDbV;ZX\#
    bDaEb2,b8ap;cOaWcxaD;dUZwdoZT;e6Z0e6YN!ZkfA,ZkfK,bTh9,czh9,czgx,ahfA
    15c 600 !edYr;edXRdbWf;cZVsagVs;XBVsWdYb,Y1Yt;YFXuYwXS;ZbW-aiW-;bwW-cYXT;dAXydAYp;dAZLcxZh;cha0cHaE;bta\#
    SbNaa;asajaLar;Z6bAYbbQ;Y3bgXlb-;XRcJXHck;X7d9X7dj;X7f2Y2fl;YzgTaigT;cKgTdAfv;e1fLeNd-,cxdl;clebcCe+;bf\#
    fNaifN;YYfNYYdl;YYdHYlc-;YycjZIcX;ZecLa5cD;aZc5b5by;c9bhccbW;d4bKdRb6;dpate3aZ;eKaFeTZq;edZPedYr!dFhC,d\#
    Fh2,cSh2,ani5,ami5,Y-h2,YCh2,YChC,a8j1,bOj1
    15d 600 !e6YN;e6XCdDWX;cKVsalVs;ZBVsYMWM;XYWrXIXv,YVY8;YeXUZ7XB;ZbWualWu;cpWucpYB;cpYgcRY+;c3ZHbIZT;ZHZ\#
    zYkaF;YCaXXvay;XdbNXdc0;Xdd8YQdm;ZEePameP;c6ePcvdu;djdOdvcQ,cgcG;cbcpc8d5;bgdNamdN;YvdNYvcD;YvbmZDbV;ZX\#
    bDaEb2,b8ap;cOaWcxaD;dUZwdoZT;e6Z0e6YN!dLfK,dLfA,cXfA,atgE,asgE,Z4fA,YIfA,YIfK,aEh9,bUh9
    15e 600 !edYr;edXRdbWf;cZVsagVs;XBVsWdYb,Y1Yt;YFXuYwXS;ZbW-aiW-;bwW-cYXT;dAXydAYp;dAZLcxZh;cha0cHaE;bta\#
    SbNaa;asajaLar;Z6bAYbbQ;Y3bgXlb-;XRcJXHck;X7d9X7dj;X7f2Y2fl;YzgTaigT;cKgTdAfv;e1fLeNd-,cxdl;clebcCe+;bf\#
    fNaifN;YYfNYYdl;YYdHYlc-;YycjZIcX;ZecLa5cD;aZc5b5by;c9bhccbW;d4bKdRb6;dpate3aZ;eKaFeTZq;edZPedYr!cEU2;c\#
    ESda8Sd;ZiSdZSSf,ZSTP;ZrTMa6TM;bETMbEU0;bEUKa-UU;amUeaDUe;ZuUeZnUd,aHW0,b5W0,aoVF;bWVEbtUv;cEUbcEU2
    15f 600 !e6YN;e6XCdDWX;cKVsalVs;ZBVsYMWM;XYWrXIXv,YVY8;YeXUZ7XB;ZbWualWu;cpWucpYB;cpYgcRY+;c3ZHbIZT;ZHZ\#
    zYkaF;YCaXXvay;XdbNXdc0;Xdd8YQdm;ZEePameP;c6ePcvdu;djdOdvcQ,cgcG;cbcpc8d5;bgdNamdN;YvdNYvcD;YvbmZDbV;ZX\#
    bDaEb2,b8ap;cOaWcxaD;dUZwdoZT;e6Z0e6YN!cJU2;cJSdaDSd;ZnSdZXSf,ZXTP;ZwTMaBTM;bJTMbJU0;bJUKb4UU;arUeaIUe;\#
    ZzUeZsUd,aMW0,bAW0,atVF;bbVEbyUv;cJUbcJU2
    160 600 !edYr;edXRdbWf;cZVsagVs;XBVsWdYb,Y1Yt;YFXuYwXS;ZbW-aiW-;bwW-cYXT;dAXydAYp;dAZLcxZh;cha0cHaE;bta\#
    SbNaa;asajaLar;Z6bAYbbQ;Y3bgXlb-;XRcJXHck;X7d9X7dj;X7f2Y2fl;YzgTaigT;cKgTdAfv;e1fLeNd-,cxdl;clebcCe+;bf\#
    fNaifN;YYfNYYdl;YYdHYlc-;YycjZIcX;ZecLa5cD;aZc5b5by;c9bhccbW;d4bKdRb6;dpate3aZ;eKaFeTZq;edZPedYr!bMh2,a\#
    6h2,YAis,YAj0,Yzj0,akhz,alhz,cQj0,dDj0,dDis
    161 600 !e6YN;e6XCdDWX;cKVsalVs;ZBVsYMWM;XYWrXIXv,YVY8;YeXUZ7XB;ZbWualWu;cpWucpYB;cpYgcRY+;c3ZHbIZT;ZHZ\#
    zYkaF;YCaXXvay;XdbNXdc0;Xdd8YQdm;ZEePameP;c6ePcvdu;djdOdvcQ,cgcG;cbcpc8d5;bgdNamdN;YvdNYvcD;YvbmZDbV;ZX\#
    bDaEb2,b8ap;cOaWcxaD;dUZwdoZT;e6Z0e6YN!bPfA,a9fA,YDg-,YDh9,Y-h9,ang6,aog6,cTh9,dGh9,dGg-
    162 600 !bQf7,bQW0,ZzW0,Zzf7,Wbf7,WbgJ,eogJ,eof7!ZQSn,ZQT2,a0VG,bXVG,bXU+,aDSn
    163 600 !XTdB,XTeG,YmeG,ZCgQ,a7gQ,a7eG,dQeG,dQdB,a7dB,a7YD;a7XcaRXJ;amX1bWX1;cXX1dnXI,dnWF;cUVubDVu;Z+V\#
    uZMWQ;YlWxYlY3,YldB!ZgSn,ZgT2,aHVG,bnVG,bnU+,aUSn
    164 600 !bQf7,bQW0,ZzW0,Zzf7,Wbf7,WbgJ,eogJ,eof7!bMh2,a6h2,YAit,YAj1,Yzj1,akhz,alhz,cQj1,dDj1,dDit
    165 600 !WndB,WneG,Y4eG,YXgQ,ZRgQ,ZReG,ckeG,ckdB,ZRdB,ZRYD;ZRXcZmXJ;a5X1aqX1;bsX1d5XI,d5WF;bpVuaYVu;ZIV\#
    uYhWQ;Y3WxY3Y3,Y3dB!dDes,dDf6,dqhL,fKhL,fKh3,e1es
    166 600 !bQf7,bQbt,dFbt,dFal,bQal,bQW0,ZzW0,Zzal,Y8al,Y8bt,Zzbt,Zzf7,Wbf7,WbgJ,eogJ,eof7
    167 600 !dVay,dVZx,aCZx,aCYD;aCXcaWXJ;arX1baX1;ccX1drXI,drWF;cZVubIVu;a3VuZRWQ;YqWxYqY3,YqZx,XYZx,XYay,\#
    Yqay,YqdB,XYdB,XYeG,YreG,ZHgQ,aCgQ,aCeG,dVeG,dVdB,aCdB,aCay
    168 600 !eIZl;eIXjdQWo;cYVsadVs;YmVsXxWm;X5XfX5Zc,X5gJ,YZgJ,YZZp;YZYGY-Xf;ZSX2adX2;bsX2cLXg;crYIcrZw,cr\#
    gJ,eIgJ!buh2;bah2bFhB;axhKadhV;aKhga1hp;ZkhyZThy;ZHhyZAhu;Z2hpYzhg;YvhXYph2,Xzh2;Y2hnYEi9;YPiXYjik;Z1ix\#
    ZWix;ZsixaAio;aVifaoiU;b6iJbOiA;bgi1bwi1;cCi1cMiD;cWiOcaix,dRix;dJhucxhT;cZh2buh2
    169 600 !YoeG,YoZ1;YoXrZAXO;ZYWwaWWw;bVWwc3Xb;ceYGceZU,ceeG,e0eG,e0Xn;e0WLe3W0,cmW0;cmW2clWD;clWOckWc;c\#
    jWqciXQ,chXQ;cCWabbWD;azVsa2Vs;YhVsY3WX;XQXDXQYm,XQeG!bufA;bafAbFfJ;axfSadfd;aKfoa1fx;Zkg5ZTg5;ZHg5ZAg0\#
    ;Z2fxYzfo;YvfgYpfA,XzfA;Y2fvYEgH;YPgfYjgs;Z1h4ZWh4;Zsh4aAgw;aVgnaogc;b6gRbOgI;bgg9bwg9;cCg9cMgL;cWgWcah\#
    4,dRh4;dJg0cxfb;cZfAbufA
    16a 600 !eIZl;eIXjdQWo;cYVsadVs;YmVsXxWm;X5XfX5Zc,X5gJ,YZgJ,YZZp;YZYGY-Xf;ZSX2adX2;bsX2cLXg;crYIcrZw,cr\#
    gJ,eIgJ!cphU,YchU,YciS,cpiS
    16b 600 !YoeG,YoZ1;YoXrZAXO;ZYWwaWWw;bVWwc3Xb;ceYGceZU,ceeG,e0eG,e0Xn;e0WLe3W0,cmW0;cmW2clWD;clWOckWc;c\#
    jWqciXQ,chXQ;cCWabbWD;azVsa2Vs;YhVsY3WX;XQXDXQYm,XQeG!cpfS,YcfS,YcgQ,cpgQ
    16c 600 !eIZl;eIXjdQWo;cYVsadVs;YmVsXxWm;X5XfX5Zc,X5gJ,YZgJ,YZZp;YZYGY-Xf;ZSX2adX2;bsX2cLXg;crYIcrZw,cr\#
    gJ,eIgJ!ahh2;Zlh2Z6hb;YTi7YJj1,ZHj1;ZPiYZkiH;a3i0ahi0;bLi0bgiH;b+iYc7j1,d5j1;cvi6cHha;beh2ahh2
    16d 600 !YoeG,YoZ1;YoXrZAXO;ZYWwaWWw;bVWwc3Xb;ceYGceZU,ceeG,e0eG,e0Xn;e0WLe3W0,cmW0;cmW2clWD;clWOckWc;c\#
    jWqciXQ,chXQ;cCWabbWD;azVsa2Vs;YhVsY3WX;XQXDXQYm,XQeG!ahfA;ZlfAZ6fj;YTgGYJh9,ZHh9;ZPggZkgP;a3g8ahg8;bLg\#
    8bggP;b+ggc7h9,d5h9;cvgFcHfj;befAahfA
    16e 600 !eIZl;eIXjdQWo;cYVsadVs;YmVsXxWm;X5XfX5Zc,X5gJ,YZgJ,YZZp;YZYGY-Xf;ZSX2adX2;bsX2cLXg;crYIcrZw,cr\#
    gJ,eIgJ!cYhV;cYgrc2gP;bYf+aif+;Zrf+ZLgP;YsgrYshV;YsiBZMic;Ztj1aij1;bYj1c2ib;cYiAcYhV!bdhV;bdhnbNhz;b7i8\#
    aii8;aHi8a1hz;ZmhnZmhV;ZmhDa1h2;aHgsaigs;b7gsbNh2;bdhDbdhV
    16f 600 !YoeG,YoZ1;YoXrZAXO;ZYWwaWWw;bVWwc3Xb;ceYGceZU,ceeG,e0eG,e0Xn;e0WLe3W0,cmW0;cmW2clWD;clWOckWc;c\#
    jWqciXQ,chXQ;cCWabbWD;azVsa2Vs;YhVsY3WX;XQXDXQYm,XQeG!cYgI;cYfec2fC;bYenaien;ZrenZLfC;YsfeYsgI;Ysg+ZMhP\#
    ;Zthpaihp;bYhpc2hO;cYgzcYgI!bdgI;bdgabNgm;b7gxaigx;aHgxa1gm;ZmgaZmgI;Zmg0a1fq;aHffaiff;b7ffbNfq;bdg0bdgI
    170 600 !eIZl;eIXjdQWo;cYVsadVs;YmVsXxWm;X5XfX5Zc,X5gJ,YZgJ,YZZp;YZYGY-Xf;ZSX2adX2;bsX2cLXg;crYIcrZw,cr\#
    gJ,eIgJ!bOh2,bOhC,czj1,ePj1,ePio,c6h2!Ydh2,YdhC,aCj1,bdj1,bdio,ZKh2
    171 600 !YoeG,YoZ1;YoXrZAXO;ZYWwaWWw;bVWwc3Xb;ceYGceZU,ceeG,e0eG,e0Xn;e0WLe3W0,cmW0;cmW2clWD;clWOckWc;c\#
    jWqciXQ,chXQ;cCWabbWD;azVsa2Vs;YhVsY3WX;XQXDXQYm,XQeG!bRfA,bRfK,d0h9,eSh9,eSgx,c9fA!YffA,YffK,aFh9,bgh9\#
    ,bggx,ZNfA
    172 600 !eIZl;eIXjdQWo;cYVsadVs;YmVsXxWm;X5XfX5Zc,X5gJ,YZgJ,YZZp;YZYGY-Xf;ZSX2adX2;bsX2cLXg;crYIcrZw,cr\#
    gJ,eIgJ!cVSz;c0SmbRSm;aeSmaET8;ZqTXZqUB;ZqUia8VC;aTVib0W0,c1W0;bYVkbDVG;avUnavUH;avTzb5Tn;bHTbbdTb;c1Tb\#
    cVTn
    173 600 !YoeG,YoZ1;YoXrZAXO;ZYWwaWWw;bVWwc3Xb;ceYGceZU,ceeG,e0eG,e0Xn;e0WLe3W0,cmW0;cmW2clWD;clWOckWc;c\#
    jWqciXQ,chXQ;cCWabbWD;azVsa2Vs;YhVsY3WX;XQXDXQYm,XQeG!eFSz;dnSmdBSm;cOSmb+T8;baTXbaUB;baUibvVC;cDVicmW0\#
    ,dnW0;dIVkc+VG;cfUncfUH;cfTzcrTn;d1TbdNTb;doTbeFTn
    174 600 !dnW0,cCW0;bdY7bLZD;b2aJajbn;aVaqaJa3;a7ZHZDW0,XdW0,W0gJ,XSgJ,YIZx;YPYxYYXI;YnYLYyZ1;Z6Zja2d7,b\#
    Nd7;bvbBcCa4;cWYzctXI,d9Zx,dxgJ,fOgJ!dBhC,dBh2,cOh2,aji5,aii5,Yxh2,Y8h2,Y8hC,a4j1,bKj1
    175 600 !dnW0,cDW0,b8Zc,aib9,aPa5,Z7W0,XaW0,WAeG,XXeG,YFZe;YVXdYVX9;YoYNYxYn,Zzc0,bRc0,cRYn;cgXzcsX9;cs\#
    XNctXj;cvY3cyYR;c-Yod2Z7;d5ZSd7Ze,dueG,fEeG!dBfK,dBfA,cOfA,ajgE,aigE,YxfA,Y8fA,Y8fK,a4h9,bKh9
    176 600 !bQaT,bQW0,Z+W0,Z+aT,WIgJ,XsgJ,aibe,dYgJ,f6gJ!dBhC,dBh2,cOh2,aji5,aii5,Yxh2,Y8h2,Y8hC,a4j1,bKj1
    177 600 !YFSm;XgSmXISs,XITu;XbTrXxTr;YYTrZ4UI;ZbUkZzVj,a6W5,WWeG,X+eG,Z-ZN;ahXfalXR,b3YH,dQeG,eteG,bOW0\#
    ;ajUDZ+TV;ZGSmYFSm!dBfK,dBfA,cOfA,ajgE,aigE,YxfA,Y8fA,Y8fK,a4h9,bKh9
    178 600 !bQaT,bQW0,Z+W0,Z+aT,WIgJ,XsgJ,aibe,dYgJ,f6gJ!bah2,baiR,cqiR,cqh2!Yah2,YaiR,ZriR,Zrh2
    179 600 !eqW0,WaW0,WaX6,cpf7,X7f7,X7gJ,eTgJ,eTfF,YEXC,eqXC!Zsh2,ZshC,bbj1,d5j1,d5io,aph2
    17a 600 !X8W0,X8X3,cKdC,XRdC,XReG,dteG,dtdD,YgX4,e9X4,e9W0!ZkfA,ZkfK,bTh9,czh9,czgx,agfA
    17b 600 !eqW0,WaW0,WaX6,cpf7,X7f7,X7gJ,eTgJ,eTfF,YEXC,eqXC!a2h2,a2iW,bZiW,bZh2
    17c 600 !X8W0,X8X3,cKdC,XRdC,XReG,dteG,dtdD,YgX4,e9X4,e9W0!Zwft,ZwhL,bShL,bSft
    17d 600 !eqW0,WaW0,WaX6,cpf7,X7f7,X7gJ,eTgJ,eTfF,YEXC,eqXC!bRh2,aBh2,YFis,YFj0,Z2j0,aphz,aqhz,cVj0,dIj0\#
    ,dIis
    17e 600 !X8W0,X8X3,cKdC,XRdC,XReG,dteG,dtdD,YgX4,e9X4,e9W0!bNfA,a7fA,YBg-,YBh9,Yzh9,alg6,amg6,cRh9,dEh9\#
    ,dEg-
    17f 600 !aRW0,Z3W0,Z3eT;Z3g1Zogh;aYhLcFhL;cphLdRhH;e4hEePhA,ePg4;eAg6dTg9;cngCcQgC;bdgCbDg1;apfradfS;aR\#
    f3aReL
    391 600 !dvW0,csYx,YZYx,XWW0,W0W0,ZvgJ,bZgJ,fOW0!ajfC,adev,a5dI,Yya3,cUa3,b9dt
    392 600 !eoYw;eoXYdmWn;cjW0asW0,XFW0,XFgJ,aOgJ;eAgJeAdp;eActddcF;d4bdc8bR;dPbIe6ad;eoZxeoYw!cjdd;cjeSc8\#
    eo;bZf8aPf8,Yif8,Yibz,aQbz;cjbzcjdd!dKZ2;dKZwcfaN;bzaqadaq,Yiaq,YiXB,akXB;c4XBciXe;dKY6dKZ2
    393 600 !ZBW0,XjW0,XjgJ,eWgJ,eWf7,ZBf7
    394 600 !W6W0,W6X7,ZlgJ,bcgJ,fIX8,fIW0!ahfH;affCaQeV;aBdoZ-dK;ZqcsXaXC,dqXC,bRdA;b2e9amf2
    395 600 !XFW0,XFgJ,eGgJ,eGf7,Yif7,Yibu,dpbu,dpaj,Yiaj,YiXC,eaXC,eaW0
    396 600 !eqW0,WaW0,WaX6,cpf7,X7f7,X7gJ,eTgJ,eTfF,YEXC,eqXC
    397 600 !chW0,cham,Yiam,YiW0,XFW0,XFgJ,YigJ,Yib+,chb+,chgJ,e9gJ,e9W0
    398 600 !ecbD;ecYedbXF;caVsahVs;YoVsXoXE;WoYbWobD;WodnXnf7;YngTaigT;cbgTdbf8;ecdqecbD!d4bD;d4fHaifH;YKf\#
    HYKbD;YKZ9YxY5;ZXX2aiX2;bxX2cWY6;d4ZBd4bD!b+bo,b+ac,ZQac,ZQbo
    399 600 !XZgJ,dqgJ,dqf7,bQf7,bQXC,dqXC,dqW0,XZW0,XZXC,ZzXC,Zzf7,XZf7
    39a 600 !dgW0,Zyau,YiZb,YiW0,XFW0,XFgJ,YigJ,YibA,d4gJ,eogJ,axbx,fNW0
    39b 600 !fJW0,dnW0,bLcu;a+d-aif1;aIdYa3cu,XdW0,W5W0,ZxgJ,bSgJ
    39c 600 !dAW0,dAce;dAdgdBeA,dCex;cjdMcUcj,bEZN,aBZN,Ywcj;Ynd3YBex,YDce,YDW0,W-W0,W-gJ,YpgJ,aDca;aNcAaka\#
    p,axbV,bGcZ,chgJ,ePgJ,ePW0
    39d 600 !cOW0,YQee;YYdKYYci,YYW0,XFW0,XFgJ,YygJ,czXd;crYjcrZj,crgJ,e9gJ,e9W0
    39e 600 !XCf7,XCgJ,eCgJ,eCf7!X2W0,X2XC,eMXC,eMW0!dFbu,dFaj,Y9aj,Y9bu
    39f 600 !ecbD;ecYedbXF;caVsahVs;YoVsXoXE;WoYbWobD;WodnXnf7;YngTaigT;cbgTdbf8;ecdqecbD!d4bD;d4fHaifH;YKf\#
    HYKbD;YKZ9YxY5;ZXX2aiX2;bxX2cWY6;d4ZBd4bD
    3a0 600 !XGW0,XGgJ,e9gJ,e9W0,chW0,chf7,Yjf7,YjW0
    3a1 600 !eYdD;eYcGe5bX;deancoaM;byZxasZx,YiZx,YiW0,XFW0,XFgJ,amgJ;cagJdZfV;eYeheYdD!d5dC;d5f8aaf8,Yif8,\#
    Yib5,aeb5;bnb5cRbe;d5cCd5dC
    3a3 600 !WrW0,WrXF,axbR,Wzf4,WzgJ,ebgJ,ebf7,Ycf7,c6by,c6a-,YMXC,f3XC,f3W0
    3a4 600 !bQf7,bQW0,ZzW0,Zzf7,Wbf7,WbgJ,eogJ,eof7
    3a5 600 !bQaT,bQW0,Z+W0,Z+aT,WIgJ,XsgJ,aibe,dYgJ,f6gJ
    3a6 600 !fKbP;fKaLetZT;eQYbdbY5;cnXbbiXb,bOXb,bOVx,a0Vx,a0Xb,ZiXb;YeXbXpY4;W+YaWXZT;W4aMW4bP;W4d4X4e4;Y\#
    4f4Znf4,a0f4,a0gO,bOgO,bOf4,bcf4;dKf4eKe4;fKd5fKbP!drbN;drcddDdI;cbd+bRd+,bOd+,bOYg,bUYg;ccYgdEZP;dra8d\#
    rbN!XZbN;XZa8YAZP;YoYgZwYg,a0Yg,a0d+,Zyd+;Ypd+YBdJ;XZceXZbN
    3a7 600 !aicO,dEgJ,eogJ,bUbO,f7W0,dYW0,aiaO,XsW0,WIW0,ZwbO,WcgJ,YAgJ
    3a8 600 !a6W0,a6Z2,ZgZ2;Y7Z2XFa6;WObAWOc-,WOgJ,XdgJ,Xdcz;XdbaYAaq;Yja4Zja4,a6a4,a6gJ,bIgJ,bIa4,bha4;cia\#
    4dFar;dobcdocz,dogJ,f0gJ,f0c-;f0bAe9a6;dHZ2bkZ2,bIZ2,bIW0
    3a9 600 !aigT;cagTdgfE;emd-embu;emaSe6ZC;dRXycCX7;d5XCdQXC,eyXC,eyW0,bGW0,bGXj;cHYTcnZU;dHaUdHbo;dHdVcd\#
    eO;bzfHajfH;ZRfHYneN;Y8dUY8bo;Y8aUYeZT;Z8YTa9Xj,a9W0,WTW0,WTXC,X+XC;YKXCZDX7;XzXyXJZC;WfaTWfbu;Wfd-XlfE\#
    ;YrgTaigT
    3aa 600 !XZgJ,dqgJ,dqf7,bQf7,bQXC,dqXC,dqW0,XZW0,XZXC,ZzXC,Zzf7,XZf7!bbhM,bbil,cril,crhM!YbhM,Ybil,Zril\#
    ,ZrhM
    3ab 600 !bQaT,bQW0,Z+W0,Z+aT,WIgJ,XsgJ,aibe,dYgJ,f6gJ!bjhM,bjil,cyil,cyhM!YihM,Yiil,Zzil,ZzhM
    3ac 600 !cnXq;buVsa1Vs;YTVsXkWw;W-XzW-a6;W-cGXqdL;YfeQaFeQ;bDeQbudv;cadPcwcU,cxcU;d6dOdVeG,eweG;eYdTeDc\#
    I;dvb7draN;dtZ9e6Xz;eKWoehW0,dIW0;d6WUc+X1;crXacpXq!YRa9;YRYSYtXh;ZJWwaJWw;bEWwbsXp;cVYhchaB;cTbobucb;b\#
    JdPaPdP;ZMdPYvce;YRbtYRa9!a5fA,a5fR,aihf,cChf,cChN,aufA
    3ad 600 !alWu;baWucJXC;d1XXdWY6,eKXL;djWccnWE;brVsafVs;Z1VsYBWU;XLX6XLYG;XLZ5XxZf;YXaEZRaJ,ZRaK;YdaRY6a\#
    y;XcbTXccD;XcdEYUdq;ZNeQateQ;b-eQcoe5;dcdme7d0,d8cL;cnctcEd8;bgdPatdP;ZvdPZRd4;Y+clY+cB;Y+bWZjbB;aSarcF\#
    ar,cFZp;aIZpZYZR;YnZ3YnYI;YnXbZHXE;ZnWualWu!aFfA,aFfR,ashf,cMhf,cMhN,b2fA
    3ae 600 !ceSm,cebJ;cecMcEcs;brdMaydM;a0dMZPcg;Yob+Yoao,YoW0,XQW0,XQcW;XQdyXNeG,YgeG;YheEYhe3;YiduYjdg;Y\#
    jdTYkcs,Ymcs;ZZeQbPeQ;cjeQdNdi;e0c-e0bW,e0Sm!aFfA,aFfR,ashf,cMhf,cMhN,b2fA
    3af 600 !ayYf;ayXpbGXQ;bZX1cCX1;d2X1dqXr,eXWx;dZVscCVs;asVsaDWX;ZbXDZbYg,ZbdB,X9dB,X9eG,ayeG!ZtfA,ZtfR,\#
    aThf,bzhf,bzhN,agfA
    3b0 600 !eLaN;eLYBdOX1;cRVsaeVs;YwVsY5Wh;XGXWXGZD,XGeG,YeeG,YeZA;YeWwaiWw;btWwcPXl;cxYZcxaL;cxbKcfcV;cN\#
    dgc3eG,dVeG;dvdNe7cJ;eLbGeLaN!ZtfA,ZtfR,aHiE,boiE,bohy,agfA!bpfJ,bpgj,cvgj,cvfJ!YHfJ,YHgj,ZNgj,ZNfJ
    3b1 600 !cnXq;buVsa1Vs;YTVsXkWw;W-XzW-a6;W-cGXqdL;YfeQaFeQ;bDeQbudv;cadPcwcU,cxcU;d6dOdVeG,eweG;eYdTeDc\#
    I;dvb7draN;dtZ9e6Xz;eKWoehW0,dIW0;d6WUc+X1;crXacpXq!YRa9;YRYSYtXh;ZJWwaJWw;bEWwbsXp;cVYhchaB;cTbobucb;b\#
    JdPaPdP;ZMdPYvce;YRbtYRa9
    3b2 600 !ecZ6;ecXbdiWk;cpVsb7Vs;ZkVsYiWa,YfWa;YiViYiV2,YiSm,XKSm,XKdr;XKffYCgV;Z3hLaohL;cIhLd5ge;dufxdu\#
    eg;duclcBc4;dJbsdzb4;ecaIecZ6!cZef;cZfPc6fq;begGapgG;ZhgGZBfg;Yif4Yidp,YiXa;ZBXFZpX3;aSWtb3Wt;c8WtcjXT;\#
    dIY2dIZ4;dIaAcWan;bkbNaEbN,aEcT;bNcYbzd6;cZdfcZef
    3b3 600 !XzeG,a1ZG;a7Z0aPYE;ahXSajXJ;amXUazY0;bBYZdQeG,eweG,bbWQ;b3V1aoSn,ZKSn;ZXUFa0W5,WQeG
    3b4 600 !d1Zc;d1aGcqaq;ccbOcIbs;b+cKbEd6;ZrccZ4bh;YJanYJZc;YJYMYyXd;ZbWtahWt;bpWtcQXa;d1YHd1Zc!aygF,Zng\#
    J,cCdw;dAcydbcM;e0bleFb5;eUaReUZe;eUXydSWv;cRVsahVs;YxVsXvWt;WtXuWtZd;Wtb3Xoc8;YjdDaXdr,Y5gL,Y5hL,dphL,\#
    dpgF
    3b5 600 !alWu;baWucJXC;d1XXdWY6,eKXL;djWccnWE;brVsafVs;Z1VsYBWU;XLX6XLYG;XLZ5XxZf;YXaEZRaJ,ZRaK;YdaRY6a\#
    y;XcbTXccD;XcdEYUdq;ZNeQateQ;b-eQcoe5;dcdme7d0,d8cL;cnctcEd8;bgdPatdP;ZvdPZRd4;Y+clY+cB;Y+bWZjbB;aSarcF\#
    ar,cFZp;aIZpZYZR;YnZ3YnYI;YnXbZHXE;ZnWualWu
    3b6 600 !YtYv;YtYJZJXx;ZlXZadXN,baX9;clWudJWc;dtWLe9Vy;eQVaeQV5;eQUKdoTF,cqTg;c-Tvd7UD;dFUXdFUl;dFV8ckV\#
    Q;cDViasVz;ZXWEYqWb;Y7WzXmXW;XQY3XQYm;XQaDYhc1;ZzdrcmgF,cmgI;cCgFbZgF,Y1gF,Y1hL,e9hL,e9gH;c6eRb0d8;Zwbr\#
    ZOao;YtZlYtYv
    3b7 600 !ceSm,cebJ;cecMcEcs;brdMaydM;a0dMZPcg;Yob+Yoao,YoW0,XQW0,XQcW;XQdyXNeG,YgeG;YheEYhe3;YiduYjdg;Y\#
    jdTYkcs,Ymcs;ZZeQbPeQ;cjeQdNdi;e0c-e0bW,e0Sm
    3b8 600 !eEbc;eEYidKXH;cPVsagVs;YyVsY3XJ;XAYmXAbc;XAhKajhK;cXhKdOfw;eEeWeEbc!afWt;blWtcFXw;clYycob9,Ydb\#
    9;YfZ2Z8Xz;ZeWtafWt!akgL;ZfgLZ9fK;YfeJYdc9,coc9;cleJcHfK;bogLakgL
    3b9 600 !ayYf;ayXpbGXQ;bZX1cCX1;d2X1dqXr,eXWx;dZVscCVs;asVsaDWX;ZbXDZbYg,ZbdB,X9dB,X9eG,ayeG
    3ba 600 !c+W0,aCZn,ZBZ1,ZBW0,XpW0,XpeG,ZBeG,ZBaA,cpeG,eQeG,b4aj,ebW0
    3bb 600 !aJdN;ZffAZSfZ;ZFfxZ1g5;YpgEYQgE;YCgEXpg8,XYh9;XlhDY7hH;YVhLYmhL;ZLhLZjh7;a6gvaQgP;alfvbCej,eSW\#
    0,c-W0,bQaQ;bLadbAbC;a+bnawc2;aibMaGaP,YJW0,WuW0
    3bc 600 !XCSm,XCeG,YbeG,YbZ1;YbX+Y-XS;ZPWwaJWw;bHWwbrXb;cPYFcPZU,cPeG,dneG,dnY2;dnXTdvXC;e2WxeNWx;eZWxe\#
    nW-,enW0;eHVsdwVs;dDVscsWD;cVWacTXL,cRXL;bdVsa9Vs;ZeVsZEW0;YpWAYaWT,YaSm
    3bd 600 !eEcT;eEb6dRZQ;cdXkb8W0,ZrW0,WjeG,Y9eG,ahXB;bqYccLZt;csb9cscP;csdRcVeG,dreG;eEdXeEcT
    3be 600 !XTYj;XTZbXxaK;YOb3ZGbY;a8c1bNcC,bNcC;a0cIZGcr;YWdOYWeG;YWf4Z4fZ;Zdg3aqgF,aqgJ,acgJ,YfgF,XygF,X\#
    yhL,dYhL,dYgI;bZg3ajfc;Ztf8ZteP;ZtdgaddF;bNcrdDci,dDbi;bIbUa6ak;YxZ-YxYv;YxYIZMXw;ZnXXadXJ,bYX5;chWpd8W\#
    a;daWLdrV+;e5Vde5V5;e5UMdTTH,cVTj;cgTycoUG;cwUacwUn;cwVCcTVT;c0VkarVz;ZYWEYrWb;Y8WyXpXU;XTY0XTYj
    3bf 600 !eOa9;eOY3dQWz;cTVsafVs;YuVsXyW+;W-Y5W-a9;W-cHXzdL;YxeQaieQ;cZeQdUdM;eOcIeOa9!cxa9;cxbocQcb;bud\#
    PakdP;ZYdPY-ca;YSbmYSa9;YSYYY-Xj;ZYWtaeWt;bsWtcPXh;cxYWcxa9
    3c0 600 !dVdB,dVY2;dVXTdgXC;dqWxeDWx;eTWxekW-,etW0;eIVsdoVs;cvVscXWI;c8Wjc8Xl,c8dB,ZIdB,ZIce;ZIY1YnW0,X\#
    LW0;XeXCXoYx;XyagXyca,XydB;XLdBWrd5;WLc-WBcv,WBe2;WMe8WneC;XBeGXaeG,f3eG,f3dB
    3c1 600 !eTZy;eTY8dYW-;ccVsb8Vs;aJVsZjW6;Z6WMYbWy,YZWy;YbWVYbW0,YbSm,XDSm,XDaS;XDcJY8dN;Z3eRaheR;bmeRce\#
    dt;dVdKd+cI;eTbGeTZy!c-a0;c-bccLcW;bhdQabdQ;YbdQYbaQ,YbX-;Z1XSZgX9;aIWtayWt;bwWtcTXh;c-YVc-a0
    3c2 600 !bGdL;a7dLZTcH;YpbDYpZZ;YpYxZ2YX;ZHY7ZpXp;aLXVbWX9;byX0cPWt;ctWkdFWV;deWHduVx;e8Vbe8V3;e8Ukd-UJ\#
    ;dsTvdVTI,cXTk;cjTzcrUH;cyUbcyUo;cyV3cmVF;cZVSc9Vd;blVnaoW1;ZMWOYhWq;X-XFXhXu;XMYXXMZW;XMasXuc2;YPdEZHd\#
    q;a8eQbGeQ;c7eQcqe7;dXdqe0dG,d9cO;cGdLbGdL
    3c3 600 !eEZm;eEXwdFWu;cFVsaVVs;YgVsXhWx;WjX-Wja0;Wjc1Xsd9;Y-eGb7eG,fOeG,fOdB,eCdB,d4dE,d4dC;djcEd+bR;e\#
    EadeEZm!coZk;cobbbsdB,bAdB;ZldBYycM;YAbYYAa1;YAWtaRWt;bbWtcCXc;coYLcoZk
    3c4 600 !Z4dB;YSdBXud5;XJc-X9cv,X9e2;XKe8XleC;Y9eGYYeG,e2eG,e2dB,bBdB,bBXz;bBWxc8Wx;cZWxdAX0,dAW0;c-Vzc\#
    ZVw;c7VsbiVs;ajVsaGWJ;ZpWmZpXl,ZpdB
    3c5 600 !eLaN;eLYBdOX1;cRVsaeVs;YwVsY5Wh;XGXWXGZD,XGeG,YeeG,YeZA;YeWwaiWw;btWwcPXl;cxYZcxaL;cxbKcfcV;cN\#
    dgc3eG,dVeG;dvdNe7cJ;eLbGeLaN
    3c6 600 !e-aK;e-YFe1X6;d4V+bFVt,bFSm,a1Sm,a1Vt;YGVzXKX2;WOY7WOaA;WObwXCd3;Y0eCZUeS,ZedQ;YjdCYCcK;XhbTXh\#
    a8;XhWza1Wr,a1bG;a1cmaedb;bEeRcNeR;dbeReIdK;e-cDe-aK!diaL;dibodMcf;d0dVcOdV;bFdVbFbI,bFWr;diWydiaL
    3c7 600 !aoXr,Y1Sn,WbSn,aBZ4,Ykbh;YHcWXwcx;XZdMXAdM;WxdMWjdF,WSeF;WteRXReR;Y7eRYbe0;Z3dbZjcP,aya9,dBeG,\#
    edeG,baYy,evSn,dTSn
    3c8 600 !bIWu;cXWvc-XT;dUY1dUZL,dUeG,eheG,ehZM;ehXVduWh;d6VtbIVs,bISm,a4Sm,a4Vs;YHVtXUWh;WhXVWhZM,WheG,\#
    XweG,XwZL;XwY1YOXU;YsWwa4Wu,a4gE,bIgE
    3c9 600 !bJZR;bJYGbgXa;c0WtcaWt;d7WtdPXg;dhYTdhZw;dhbPdIcJ;cvdCcAdP,cPeR;dbeBeIcy;e-bje-Zy;e-Y3eNWz;dmV\#
    scgVs;bvVsbPWQ;avW+ajXv,ahXv;aWW+Z-WQ;ZVVsYkVs;XfVsX2Wz;WQY3WQZy;WQbjX7cy;XpeAZ0eR,ZFdP;YWdCY7cK;XjbRXj\#
    Zw;XjYUY0Xg;YIWtYrWt;ZPWtZmXa;a6YHa6ZR,a6bM,bJbM
    400 600 !XFW0,XFgJ,eGgJ,eGf7,Yif7,Yibu,dpbu,dpaj,Yiaj,YiXC,eaXC,eaW0!aqh2,YYio,YYj0,a2j0,bnhB,bnh2
    401 600 !XFW0,XFgJ,eGgJ,eGf7,Yif7,Yibu,dpbu,dpaj,Yiaj,YiXC,eaXC,eaW0!bkh2,bkiR,cziR,czh2!Yjh2,YjiR,Z+iR\#
    ,Z+h2
    402 600 !ceVs;c2VsbYWA;b3WTapWy,baXp;boXQc2XE;cIX1ceX1;czX1dCXQ;dRXpdRYf,dRaA;dRb6d7bW;cqbxc5bx;bDbxZib\#
    Y,ZiW0,YGW0,YGf7,W0f7,W0gJ,cIgJ,cIf7,Zif7,Zicf;ahcxbCd0;bjd6c9d6;dXd6eCcR;etbmetaK,etYd;etXJeIWb;diVsce\#
    Vs
    403 600 !ZBW0,XjW0,XjgJ,eWgJ,eWf7,ZBf7!Z-h2,Z-hC,bkj1,dEj1,dEio,axh2
    404 600 !YQaf;YaX2b3X2;bqX2cSXZ;d4Y5dWZC,ekYi;dbVsb2Vs;Z1VsXyXF;WtYdWtbD;WtgTazgT;dYgTeWdv,dEdQ;cyeHcMe\#
    n;bmfHazfH;ZlfHZ7eP;YVdYYQbm,bgbm,bgaf
    405 600 !edYr;edXRdbWf;cZVsagVs;XBVsWdYb,Y1Yt;YFXuYwXS;ZbW-aiW-;bwW-cYXT;dAXydAYp;dAZLcxZh;cha0cHaE;bta\#
    SbNaa;asajaLar;Z6bAYbbQ;Y3bgXlb-;XRcJXHck;X7d9X7dj;X7f2Y2fl;YzgTaigT;cKgTdAfv;e1fLeNd-,cxdl;clebcCe+;bf\#
    fNaifN;YYfNYYdl;YYdHYlc-;YycjZIcX;ZecLa5cD;aZc5b5by;c9bhccbW;d4bKdRb6;dpate3aZ;eKaFeTZq;edZPedYr
    406 600 !XZgJ,dqgJ,dqf7,bQf7,bQXC,dqXC,dqW0,XZW0,XZXC,ZzXC,Zzf7,XZf7
    407 600 !XZgJ,dqgJ,dqf7,bQf7,bQXC,dqXC,dqW0,XZW0,XZXC,ZzXC,Zzf7,XZf7!bah2,baiR,cqiR,cqh2!Yah2,YaiR,ZriR\#
    ,Zrh2
    408 600 !dXZD;dXXdckWl;bxVsaUVs;ZBVsYPWY;XdXDXMYh,YnYw;YwY0ZNXX;ZpX2aVX2;c5X2c5ZB,c5f7,Zjf7,ZjgJ,dXgJ
    409 600 !fAZ0;fAXhePWs;ddW0cOW0,agW0,agfE,ZIfE,Z4bz;YvZOYgY8;YQWuX+WO;XYVuWeVu;WEVuW0Vz,W0W+;W9WwWPWw;W\#
    rWwX3XA;XHXQXRY1;XaYdXiZh;XqalYEgJ,b+gJ,b+bv,cIbv;dcbveOb7;fAaLfAZ0!dxY-;dxZqdVaK;d2arcMar,b+ar,b+X5,cQ\#
    X5;d6X5dWXc;dxY7dxY-
    40a 600 !bbgJ,bbbv,cIbv;dcbveOb7;fAaLfAZ0;fAXhePWs;ddW0cOW0,aIW0,aIar,Xnar,XnW0,WZW0,WZgJ,XngJ,Xnbv,aIb\#
    v,aIgJ!dxY-;dxZqdVaK;d2arcMar,bbar,bbX5,cQX5;d6X5dWXc;dxY7dxY-
    40b 600 !dRW0,dRaA;dRb6d7bW;cqbxc5bx;bDbxZibY,ZiW0,YGW0,YGf7,W0f7,W0gJ,cIgJ,cIf7,Zif7,Zicf;ahcxbCd0;bjd\#
    6c9d6;dXd6eCcR;etbmetaK,etW0
    40c 600 !XIgJ,YlgJ,Ylbp;ZTbpa3cC;agcabDdQ,d8gJ,ehgJ,cQd1;c6cZbrcF;bZbxb8bd,f1W0,dKW0,a4ay;ZoarZPal;Z0af\#
    Ylaf,YlW0,XIW0!Zlh2,ZlhC,bUj1,c+j1,c+io,ahh2
    40d 600 !XFW0,XFgJ,YZgJ,YZZj;YZYjYQXd,cSgJ,e9gJ,e9W0,csW0,csci;csdKczee,Y-W0!alh2,YOii,YOiw,Zziw,bdhC,b\#
    dh2
    40e 600 !Y5Vs;XdVsX6W0;WbW9WEWO,WsXV;XaX2Y7X2;YPX2YdX7;YsXCZ3XP;ZGXcZUXx;ZiYHaGZN,WAgJ,XpgJ,a+ag,dfgJ,f\#
    DgJ,b9YR;aZXHa9Wo;ZkWJZGW4;YnVsY5Vs!aph2;Y4h2X-j1,ZGj1;ZIiRZei9;Z-huaphu;bchubzi9;cJiRcMj1,dcj1;dXh2aph2
    40f 600 !a0Sm,a0W0,XCW0,XCgJ,YfgJ,YfXE,ckXE,ckgJ,eBgJ,eBW0,bOW0,bOSm
    410 600 !dvW0,csYx,YZYx,XWW0,W0W0,ZvgJ,bZgJ,fOW0!ajfC,adev,a5dI,Yya3,cUa3,b9dt
    411 600 !eyZ0;eyXdd+Wp;d0W0bFW0,XFW0,XFgJ,eFgJ,eFf7,Yif7,Yib+,bAb+;d0b+d+bD;eyaReyZ0!dVYz;dVZucsaK;cEam\#
    a+am,Yiam,YiXA,b2XA;cIXAcuXb;dVY0dVYz
    412 600 !eoYw;eoXYdmWn;cjW0asW0,XFW0,XFgJ,aOgJ;eAgJeAdp;eActddcF;d4bdc8bR;dPbIe6ad;eoZxeoYw!cjdd;cjeSc8\#
    eo;bZf8aPf8,Yif8,Yibz,aQbz;cjbzcjdd!dKZ2;dKZwcfaN;bzaqadaq,Yiaq,YiXB,akXB;c4XBciXe;dKY6dKZ2
    413 600 !ZBW0,XjW0,XjgJ,eWgJ,eWf7,ZBf7
    414 600 !dqX9,f9X9,f9Sv,dxSv,dxW0,XHW0,XHSv,W2Sv,W2X9,WzX9;XgY2Y4ZI;YTaZYicQ,ZDgJ,dqgJ!cZf9,aJf9,ZxcH;Z\#
    haQZLZE;Y-Y2YSX9,cZX9
    415 600 !XFW0,XFgJ,eGgJ,eGf7,Yif7,Yibu,dpbu,dpaj,Yiaj,YiXC,eaXC,eaW0
    416 600 !a5W0,a5ae,Zvah,ZJar,XQW0,W0W0,YPbV;XybzXdci,W4gJ,XPgJ,YXdM;YrcaZCcC;Zabqa5bi,a5gJ,bJgJ,bJbi;bq\#
    bqcBcC;cYcacsdM,d-gJ,fJgJ,dnci;dUb-c+bW,fOW0,dzW0,c5ar,bzap,bJae,bJW0
    417 600 !alVs;ZCVsYBWU;XAX5WXYW,XnZ6;YhX1aiX1;btX1cXXZ;dCY4dCYz;dCZvcUaL;blanaCan,Zfan,Zfbv,aCbv;babvcE\#
    cN;cvcrcvde;cvePcKer;blfHamfH;ZpfHZ8eq;YTeNY4dO,Wlds;XHfAYIfp;ZIgSaqgS;cRgSdOfj;eMe+eMdm;eMcsdpcG;dGbfc\#
    DbP;dMbEe0ab;ehZxehY-;ehY4eCXM;dkWfcqWF;bwVsalVs
    418 600 !XFW0,XFgJ,YZgJ,YZZj;YZYjYQXd,cSgJ,e9gJ,e9W0,csW0,csci;csdKczee,Y-W0
    419 600 !XFW0,XFgJ,YZgJ,YZZj;YZYjYQXd,cSgJ,e9gJ,e9W0,csW0,csci;csdKczee,Y-W0!agh2;Xxh2Xtj1,Z7j1;Z9iRZWi\#
    9;Zshuaghu;bThubqi9;cBiRcDj1,dTj1;dPh2agh2
    41a 600 !XIgJ,YlgJ,Ylbp;ZTbpa3cC;agcabDdQ,d8gJ,ehgJ,cQd1;c6cZbrcF;bZbxb8bd,f1W0,dKW0,a4ay;ZoarZPal;Z0af\#
    Ylaf,YlW0,XIW0
    41b 600 !d7f5,aEf5,ZvcW;ZXZVZ9YC;YnWwYDWP;XfVuWfVu;WDVuV-Vz,V-X7;W8X4WQX4;WuX4XBXM;XTXfXhYH;XwYvY7Z+;YK\#
    b3YXce,Y+gJ,eXgJ,eXW0,d7W0
    41c 600 !dAW0,dAce;dAdgdBeA,dCex;cjdMcUcj,bEZN,aBZN,Ywcj;Ynd3YBex,YDce,YDW0,W-W0,W-gJ,YpgJ,aDca;aNcAaka\#
    p,axbV,bGcZ,chgJ,ePgJ,ePW0
    41d 600 !chW0,cham,Yiam,YiW0,XFW0,XFgJ,YigJ,Yib+,chb+,chgJ,e9gJ,e9W0
    41e 600 !ecbD;ecYedbXF;caVsahVs;YoVsXoXE;WoYbWobD;WodnXnf7;YngTaigT;cbgTdbf8;ecdqecbD!d4bD;d4fHaifH;YKf\#
    HYKbD;YKZ9YxY5;ZXX2aiX2;bxX2cWY6;d4ZBd4bD
    41f 600 !chW0,chf5,Yif5,YiW0,XFW0,XFgJ,e9gJ,e9W0
    420 600 !eYdD;eYcGe5bX;deancoaM;byZxasZx,YiZx,YiW0,XFW0,XFgJ,amgJ;cagJdZfV;eYeheYdD!d5dC;d5f8aaf8,Yif8,\#
    Yib5,aeb5;bnb5cRbe;d5cCd5dC
    421 600 !YPbD;YPZ7Z3Y5;ZjX2b3X2;bqX2cSXZ;d4Y5dWZC,ekYi;dbVsb2Vs;Z1VsXyXF;WtYdWtbD;WtgTazgT;dYgTeWdv,dEd\#
    Q;cyeHcMen;bmfHazfH;ZgfHZ2eI;YPdJYPbD
    422 600 !bQf7,bQW0,ZzW0,Zzf7,Wbf7,WbgJ,eogJ,eof7
    423 600 !Y5Vs;XdVsX6W0;WbW9WEWO,WsXV;XaX2Y7X2;YPX2YdX7;YsXCZ3XP;ZGXcZUXx;ZiYHaGZN,WAgJ,XpgJ,a+ag,dfgJ,f\#
    DgJ,b9YR;aZXHa9Wo;ZkWJZGW4;YnVsY5Vs
    424 600 !fKbP;fKaLetZT;eQYbdbY5;cnXbbiXb,bOXb,bOVx,a0Vx,a0Xb,ZiXb;YeXbXpY4;W+YaWXZT;W4aMW4bP;W4d4X4e4;Y\#
    4f4Znf4,a0f4,a0gO,bOgO,bOf4,bcf4;dKf4eKe4;fKd5fKbP!drbN;drcddDdI;cbd+bRd+,bOd+,bOYg,bUYg;ccYgdEZP;dra8d\#
    rbN!XZbN;XZa8YAZP;YoYgZwYg,a0Yg,a0d+,Zyd+;Ypd+YBdJ;XZceXZbN
    425 600 !aicO,dEgJ,eogJ,bUbO,f7W0,dYW0,aiaO,XsW0,WIW0,ZwbO,WcgJ,YAgJ
    426 600 !fDXE,fDSm,drSm,drW0,W+W0,W+gJ,YSgJ,YSXE,cRXE,cRgJ,dugJ,duXE
    427 600 !clZf;bUZNavZI;aLZDZtZD;YIZDXWZx;WkaeWkb-,WkgJ,YBgJ,YBc9;YBaOZzaO;auaOclam,clgJ,eCgJ,eCW0,clW0
    428 600 !WhW0,WhgJ,XxgJ,XxX4,a4X4,a4gJ,bJgJ,bJX4,dTX4,dTgJ,eigJ,eiW0
    429 600 !eISm,eIW0,WgW0,WggJ,XvgJ,XvX4,ZtX4,ZtgJ,b6gJ,b6X4,d3X4,d3gJ,eIgJ,eIX4,fOX4,fOSm
    42a 600 !a1b+,b1b+;ctb+dsbD;eqaReqZ0;eqXddsWp;ctW0b7W0,YaW0,Yaf7,W0f7,W0gJ,a1gJ!dMY-;dMZwckaL;c6amasam,\#
    a1am,a1XA,awXA;cAXAcmXc;dMY2dMY-
    42b 600 !cOZ0;cOXdbPWp;aQW0YhW0,WpW0,WpgJ,Y7gJ,Y7bv,Ybbv;aTbvbQb9;cOaOcOZ0!b9Y-;b9arYear,Y7ar,Y7X5,YiX5\#
    ;ZzX5aZXZ;b9Y2b9Y-!dHW0,dHgJ,eagJ,eaW0
    42c 600 !eyZ0;eyXdd+Wp;d0W0bFW0,XFW0,XFgJ,YigJ,Yib+,bAb+;d0b+d+bD;eyaReyZ0!dVYz;dVZucsaK;cEama+am,Yiam,\#
    YiXA,b2XA;cIXAcuXb;dVY0dVYz
    42d 600 !Zkaf,Zkbm,c+bm;cvdVcIeO;bhfHaRfH;ZefHZ2en;YSeHYAdQ,Wudv;XPfEYIfr;ZAgTaRgT;eXgTeXbD;eXYddSXF;cN\#
    VsaMVs;Z7VsYCWY;XHXEWgYi,XuZC;YJY5YyXa;ZaX2aLX2;baX2cEXx;cuYpc+af
    42e 600 !e+bD;e+YceDXE;dSVsb-Vs;aeVsZvX5;Z9YJZ3af,Xvaf,XvW0,WgW0,WggJ,XvgJ,Xvbm,Z3bm;Z9e7ZvfI;afgTc0gT;\#
    dSgTeDf9;e+dre+bD!dgbD;dgdKdGeL;csfMc0fM;bBfManeL;aNdKaNbD;aNWzc0Wz;dgWzdgbD
    42f 600 !WPW0,ZTaa;YGamXYbY;WrcKWrdT;WreqXnfa;YigJaUgJ,e9gJ,e9W0,ciW0,ciaP,auaP,Y5W0!YIdR;YIcXYuc1;ZTbY\#
    aZbY,cibY,cif8,adf8;YIf8YIdR
    430 600 !eQWs;ecWsesWw,esW3;eLVxdpVx;d2VxchWL;cLWkcIXb,cFXb;bmWgb4WG;aPVsZQVs;YDVsXcWW;W+XAW+YJ;W+a+aSb\#
    0,cFb2,cFbV;cFcVbscx;bSdNaZdN;ZfdNZGd3;YtckYoc3,XMcC;XieQaaeQ;c6eQctdi;dec-debe,deY5;deXUdpXA;dzWseQWs!\#
    ZmWv;aVWvb3XG;bdXcbxYC;cFYncFZP,cFa5,apa3;Zva2ZRZs;YyZgYiZI;YRYwYRYI;YRXgYnXI;Z6WvZmWv
    431 600 !d0Zr;d0bOcWc6;c0cratcr;ZfcrZ5c6;YXbNYXZr;YXYMZ3Xd;ZbWtajWt;byWtcUXb;d0YId0Zr!bAdr;csdrdfcs;eTb\#
    seTZs;eTXrdVWr;cYVsakVs;YsVsXzX5;X4YJX4at;X4csXVe5;XvfKYng1;ZfgjbCh0;cFhDe4hT,e4gF;cVg2bVfs;aJfeZlfO;ZB\#
    f7Ysei;YYeHYOdc;YEcwYCbq;YYcpZJdK;a5drbAdr
    432 600 !ayeG;cUeGdEdk;d-dCd-cC;d-bUdZb0;d7aYcIaO,cIaK;dHaCdnZi;eGZCeGYO;eGXHdRWe;cbW0b7W0,XQW0,XQeG!Yo\#
    X1,avX1;byX1cOXM;cpXgcpYO;cpZ9cMZT;bvZoapZo,YoZo!YodD,Yoan,alan;bkanc8b3;cZbKcZc0;cZcecAcx;bndDasdD
    433 600 !e1eG,e1dB,ZPdB,ZPW0,Y1W0,Y1eG
    434 600 !cMdB,ZxdB;Zgb9ZKZf;YzYAYUX5,cMX5!ekSv,dUSv,dUW0,XQW0,XQSv,WBSv,WBX5,X5X5;XhY4Y6Zq;YXbaYseG,dce\#
    G,dcX5,ekX5
    435 600 !YTZs;YTYTZ5Xg;ZiWuamWu;bYWuc8XE;ckXacxY9,e8Xp;dpWtcvWM;c0VsamVs;YzVsX-W+;X1Y6X1aC;X1cEX+dK;Yxe\#
    QajeQ;cWeQdRdK;eMcEeMa1,eMZs!akdP;ZjdPZ7ck;YXc4YUav,cxav;ckdPakdP
    436 600 !a6W0,a6Zg;ZuZiZgZo;ZTZuZMZy,XRW0,W0W0,Yaaf;YQaqYBb8;XzbSW5eG,XSeG,YacS;Z4bfZQbH;Zmawa6ao,a6eG,\#
    bHeG,bHao;bfawb-bI;cKbgcqcS,dyeG,fJeG,dfbo;d7a+cpaf,fNW0,dzW0,c1Zy;bxZubkZo;bXZibHZg,bHW0
    437 600 !acVs;Z6VsYHWJ;XRWmX3Xo,YHY8;YUXVZ3XB;ZeWuaeWu;cfWucfYI;cfZ0brZQ;b2ZqZdZq,Zdat;b1atbmbD;cWbYcWc\#
    B;cWdPaddP;ZedPZ9d7;YgcsYacI,XLcS;XXdVYLdz;ZAeQaeeQ;c9eQd1dr;dvdFdvcF;dvbldebL;dMaxcsah;cNaRbqaN,bqaM;c\#
    paFdSZh;e6Z8e6YK;e6X9dCWW;cIVsacVs
    438 600 !YleG,YlZl,YgXe,cUeG,d+eG,d+W0,cgW0,cgb2;cgbYckcJ,clcg,YuW0,XQW0,XQeG
    439 600 !YleG,YlZl,YgXe,cUeG,d+eG,d+W0,cgW0,cgb2;cgbYckcJ,clcg,YuW0,XQW0,XQeG!aifA;XzfAXvh9,Z9h9;ZCgZZY\#
    gI;Zvg0aig0;bWg0bsgI;cDgZcFh9,dVh9;dRfAaifA
    43a 600 !XgeG,Z2eG,Z2af;ZwafaUb0;b2bNbccD,c+eG,eTeG,ckbo;c8axbbaY,eXW0,czW0,aZZv;aIZnZtZi;ZSZdZ2Zd,Z2W0\#
    ,XgW0
    43b 600 !cdW0,cddB,ZjdB,ZNai;Z5YkYoXj;YVWiY2WH;XbVsWnVs;WOVsW3Vz,W3Wy;WFWtWaWt;X0WtXIXR;XaX-XqZH;Y4aYYb\#
    eG,e0eG,e0W0
    43c 600 !dSW0,dSbY;dSbxdVdH,bKW0,aAW0,XwdG;XzciXzbY,XzW0,WoW0,WoeG,YieG,aEZN;adY5alX2;avYGbGZN,coeG,ece\#
    G,ecW0
    43d 600 !YmeG,Yman,cean,ceeG,e0eG,e0W0,ceW0,ceZn,YmZn,YmW0,XOW0,XOeG
    43e 600 !eOa9;eOY3dQWz;cTVsafVs;YuVsXyW+;W-Y5W-a9;W-cHXzdL;YxeQaieQ;cZeQdUdM;eOcIeOa9!cxa9;cxbocQcb;bud\#
    PakdP;ZYdPY-ca;YSbmYSa9;YSYYY-Xj;ZYWtaeWt;bsWtcPXh;cxYWcxa9
    43f 600 !e0eG,e0W0,ceW0,cedB,YmdB,YmW0,XOW0,XOeG
    440 600 !eKaB;eKVsbLVs;ZTVsYpXG,YnXG;YpXCYpV-,YpSm,XQSm,XQcZ;XQdsXNeG,YjeG;YjeEYke2;YldrYndT;Yod5Yocv,Y\#
    qcv;ZCdjZoe4;aOeRbLeR;cseRdbdO;eKcMeKaB!cvaB;cvbvcSce;b+dNa+dN;ZqdNZJcY;YpbiYpa0;YpYOZJXe;ZqWtazWt;b+Wt\#
    cSXe;cvYQcvaB
    441 600 !W-a9;W-cCX+dJ;YzeQareQ;cDeQd7dl;e1d5eEby,cnbs;cfcYcAcy;bgdLandL;ZadLZ0cb;YSbsYSaB;YSYUZ0Xi;ZaW\#
    wamWw;bbWwc8XK;cgXkcpYZ,eFYT;e9XkdiX8;dFWYcVWC;blVsaqVs;YyVsX+Wz;W-Y3W-a9
    442 600 !W-eG,eOeG,eOdB,bOdB,bOW0,a0W0,a0dB,W-dB
    443 600 !YFSm;XgSmXISs,XITu;XbTrXxTr;YYTrZ4UI;ZbUkZzVj,a6W5,WWeG,X+eG,Z-ZN;ahXfalXR,b3YH,dQeG,eteG,bOW0\#
    ;ajUDZ+TV;ZGSmYFSm
    444 600 !era9;erYEdxX8;d1W2bIVu,bISm,a7Sm,a7Vu;YOW1XTX8;WYYEWYa9;WYc4XTdA;YNeFa7eP,a7hL,bIhL,bIeP;d5eFd\#
    zdC;erc8era9!X+a9;X+XEa7Wv,a7dM;Z2dCYWcP;X+bcX+a9!dPa9;dPbecucR;cNdEbIdN,bIWw;dPXEdPa9
    445 600 !d7W0,agZP,YDW0,WkW0,ZvaF,WteG,YOeG,agb3,cyeG,eUeG,bSaG,efW0
    446 600 !YkeG,YkX0,cbX0,cbeG,dzeG,dzX0,f5X0,f5Sv,drSv,drW0,XMW0,XMeG
    447 600 !YZeG,YZbC;YZacYyaH;ZKZza4Zz;azZzcRaM,cReG,dpeG,dpW0,cRW0,cRZa;agYtZRYt;YJYtXlZU;XBa4XBb8,XBeG
    448 600 !WoW0,WoeG,Y0eG,Y0X0,a5X0,a5eG,bJeG,bJX0,dOX0,dOeG,eceG,ecW0
    449 600 !WjW0,WjeG,XxeG,XxX0,ZrX0,ZreG,b3eG,b3X0,cyX0,cyeG,eAeG,eAX0,fGX0,fGSv,eASv,eAW0
    44a 600 !bdan;dBand+aD;eoZfeoYR;eoXGdzWe;d8W0bdW0,YWW0,YWdB,W0dB,W0eG,ZueG,Zuan!ZuW+,bQW+;cQW+ctXK;dKXh\#
    dKYR;dKZ9cuZU;cSZqbRZq,ZuZq
    44b 600 !ZGan;aqanbdaD;cQZfcQYR;cQXGbbWe;anW0ZGW0,WqW0,WqeG,Y4eG,Y4an!Y4W+,ZGW+;aDW+afXL;b5Xib5YR;b5Z9a\#
    fZU;aEZqZGZq,Y4Zq!dKW0,dKeG,eaeG,eaW0
    44c 600 !azan;cXandLaD;e8Zfe8YR;e8XGdJWe;cVW0a+W0,XaW0,XaeG,YyeG,Yyan!YyW+,anW+;bmW+cDXK;chXhchYR;chZ9c\#
    EZU;boZqanZq,YyZq
    44d 600 !eHa9;eHY3dJWz;cKVsaTVs;ZYVsYnWC;X-WYXXX8;X3XlWzYT,YPYZ;YXXnZ5XM;ZfWwaXWw;bdWwcCXb;cmYGcqZh,ZwZ\#
    h,Zwah,cqah;cmc2cCci;bedLaWdL;ZcdLZ5cy;YZcYYRbs,W+by;XDd6Y8dm;Z4eQaSeQ;cJeQdIdJ;eHcCeHa9
    44e 600 !Xoan,Z5an;ZDcVZ-dT;aoeQc3eQ;dQeQeCdG;e+c6e+a8;e+Y7eDW-;dSVsc3Vs;aiVsZvWv;Z7XzZ4Zn,XoZn,XoW0,WY\#
    W0,WYeG,XoeG!aOa8;aOYbapXk;bEWtc1Wt;cqWtdFXj;dgYZdga8;dgbCdTbw;dGcecvd0;cYdPc4dP;bFdPaqcZ;aObjaOa8
    44f 600 !aVZW,Y5W0,WYW0,ZAZc;XGZ-XGb+;XGd7Y5di;YweGaVeG,doeG,doW0,cQW0,cQZW!cQdI,addI;ZedIZBcy;YjcbYjbu\#
    ;YjbAZ7ap;ZYaTaUaT,cQaT
    450 600 !YTZs;YTYTZ5Xg;ZiWuamWu;bYWuc8XE;ckXacxY9,e8Xp;dpWtcvWM;c0VsamVs;YzVsX-W+;X1Y6X1aC;X1cEX+dK;Yxe\#
    QajeQ;cWeQdRdK;eMcEeMa1,eMZs!akdP;ZjdPZ7ck;YXc4YUav,cxav;ckdPakdP!amfA,YUgx,YUh9,Z+h9,bjfK,bjfA
    451 600 !YTZs;YTYTZ5Xg;ZiWuamWu;bYWuc8XE;ckXacxY9,e8Xp;dpWtcvWM;c0VsamVs;YzVsX-W+;X1Y6X1aC;X1cEX+dK;Yxe\#
    QajeQ;cWeQdRdK;eMcEeMa1,eMZs!akdP;ZjdPZ7ck;YXc4YUav,cxav;ckdPakdP!befJ,begj,ctgj,ctfJ!YdfJ,Ydgj,Zugj,Zu\#
    fJ
    452 600 !XQhL,YphL,Ypg8,b5g8,b5f8,Ypf8,Ype8;YpdhYkcd,Ymcd;ZZeBbLeB;e0eBe0bH,e0U-;e0TqdZTI;d6SmcBSm;bbSm\#
    bDSr,bDTv,bhTs;cDTscRU7;ceUPceVC,ceb5;cec7cEcd;brd8ayd8;a0d8ZPcR;YoblYoaa,YoW0,XQW0,XQf8,WQf8,WQg8,XQg8
    453 600 !e1eG,e1dB,ZPdB,ZPW0,Y1W0,Y1eG!aCfA,aCfK,bxh9,dRh9,dRgx,b9fA
    454 600 !X7a9;X7cCY6dJ;Z5eQayeQ;cLeQdHdl;eDd4eRby,czbs;crcYcJcy;bodLaudL;ZodLZEcj;Yfc5Yaah,bVah,bVZh,Ya\#
    Zh;YfYEZEXa;ZoWwauWw;blWwcJXL;ctXnc-YZ,eSYT;eLXldtX8;dPWYceWC;btVsaxVs;Z4VsY5Wz;X7Y3X7a9
    455 600 !e6YN;e6XCdDWX;cKVsalVs;ZBVsYMWM;XYWrXIXv,YVY8;YeXUZ7XB;ZbWualWu;cpWucpYB;cpYgcRY+;c3ZHbIZT;ZHZ\#
    zYkaF;YCaXXvay;XdbNXdc0;Xdd8YQdm;ZEePameP;c6ePcvdu;djdOdvcQ,cgcG;cbcpc8d5;bgdNamdN;YvdNYvcD;YvbmZDbV;ZX\#
    bDaEb2,b8ap;cOaWcxaD;dUZwdoZT;e6Z0e6YN
    456 600 !biX5,ebX5,ebW0,X6W0,X6X5,aKX5,aKdB,XudB,XueG,bieG!aAft,aAhL,bihL,bift
    457 600 !biX5,ebX5,ebW0,X6W0,X6X5,aKX5,aKdB,XudB,XueG,bieG!bufJ,bugj,d8gj,d8fJ!YufJ,Yugj,a8gj,a8fJ
    458 600 !cOVo;cOUNbYTa;ahSmZ6Sm;YVSmXtSt;XFSzWvT5,WvUA;Y2TvY+Tv;ZzTvaVUP;b0Uwb0Vq,b0dB,XwdB,XweG,cOeG!a\#
    tft,athL,cOhL,cOft
    459 600 !c5an;f6anf6YR;f6XIeJWf;dXW0c5W0,aWW0,aWdL,ZGdL,YyZz;YoYKYZXS;YKWbXyWD;XZVsWrVs;WUVsWCVy,WCWx;W\#
    MWtWfWt;X0WtXDX8;XPXPXYY3;XgYjXpa8,YDeG,bieG,bian!biWv,c5Wv;drWvdrYR;drZvc5Zv,biZv
    45a 600 !XueG,Xuan,aQan,aQeG,bbeG,bban,b-an;dZaneNaD;fAZffAYR;fAXGeLWe;dWW0c0W0,aQW0,aQZs,XuZs,XuW0,WjW\#
    0,WjeG!bbWv,b-Wv;c+WvdSXI;dvXgdvYR;dvZ9dTZX;d1Zvc0Zv,bbZv
    45b 600 !XQhL,YphL,Ypg8,b5g8,b5f8,Ypf8,Ype8;YpdhYkcd,Ymcd;ZZeBbLeB;e0eBe0bH,e0W0,ceW0,ceb5;cec7cEcd;brd\#
    8ayd8;a0d8ZPcR;YoblYoaa,YoW0,XQW0,XQf8,WQf8,WQg8,XQg8
    45c 600 !XgeG,Z2eG,Z2af;ZwafaUb0;b2bNbccD,c+eG,eTeG,ckbo;c8axbbaY,eXW0,czW0,aZZv;aIZnZtZi;ZSZdZ2Zd,Z2W0\#
    ,XgW0!ZufA,ZufK,bdh9,d7h9,d7gx,arfA
    45d 600 !YleG,YlZl,YgXe,cUeG,d+eG,d+W0,cgW0,cgb2;cgbYckcJ,clcg,YuW0,XQW0,XQeG!b4fA,Yogx,Yoh9,aIh9,c1fK,\#
    c1fA
    45e 600 !YFSm;XgSmXISs,XITu;XbTrXxTr;YYTrZ4UI;ZbUkZzVj,a6W5,WWeG,X+eG,Z-ZN;ahXfalXR,b3YH,dQeG,eteG,bOW0\#
    ;ajUDZ+TV;ZGSmYFSm!ahfA;XzfAXuh9,Z8h9;ZBgZZXgI;Zug0ahg0;bVg0brgI;cCgZcEh9,dVh9;dQfAahfA
    45f 600 !XOW0,XOeG,YmeG,YmX0,ceX0,ceeG,e0eG,e0W0,bKW0,bKSm,a4Sm,a4W0
    2013 600 !XJZS,XJaV,e5aV,e5ZS
    2014 600 !VxZS,VxaV,fSaV,fSZS
    2018 600 !cMhL,b3cb,Z2cb,bQhL
    2019 600 !Z3cb,aLhL,cNhL,Z-cb
    201a 600 !YgTF,ZzX+,b+X+,ZcTF
    201c 600 !aghL,ZOcb,XMcb,ZkhL!e1hL,ckcb,ajcb,d5hL
    201d 600 !ajcb,c0hL,e1hL,bfcb!XNcb,YfhL,ahhL,YJcb
    201e 600 !ajTE,c0X+,e1X+,bfTE!XNTE,YfX+,ahX+,YJTE
    2020 600 !bEdZ,b8UO,aFUO,a9dZ,XPdR,XPeh,a9eX,ZyhK,bRhK,bEeX,d-eh,d-dR
    2021 600 !d-YI,d-X1,bEXB,bRUO,ZyUO,a9XB,XPX1,XPYI,a9Y9,aPas,a9dZ,XPdR,XPeh,a9eX,ZyhK,bRhK,bEeX,d-eh,d-d\#
    R,bEdZ,a+as,bEY9
    2022 600 !cpbD;cpaKcAZi;bYZ4agZ4;ZqZ4ZCZi;YaaKYabD;Yac5ZCci;ZpdJagdJ;bYdJcBci;cpc5cpbD
    2026 600 !dAW0,dAXh,eVXh,eVW0!a2W0,a2Xh,bMXh,bMW0!WvW0,WvXh,YFXh,YFW0
    2030 600 !X8Z1,W1Z1,aUdv,bbdv!Xpgn;YignZ7gD;ZZfeZZeW;ZZdOZ6cp;YecDXncD;WvcDWScp;W0dPW0eW;W0ffWSgD;WugnX\#
    pgn!YZeW;YZfGYOfc;YDfyXpfy;XNfyXBfd;W-fIW-eW;W-dlXCdQ;XOd5Xod5;YZd5YZeW!Zoaa;bYaabYYJ;bYXAb4Wb;adW0ZmW0\#
    ;YuW0YRWb;X+XAX+YJ;X+ZRYQZ-;YsaaZoaa!aYYJ;aYZ4aMZQ;aBZlZnZl;ZMZlZAZQ;Y+Z5Y+YJ;Y+XbZAXE;ZLWtZnWt;aAWtaMX\#
    D;aYXZaYYJ!deaa;eXaaezZ-;fOZRfOYJ;fOXAexWb;eUW0dcW0;clW0cIWb;brXBbrYJ;brZRcHZ-;cjaadeaa!ePYJ;ePZ4eDZQ;e\#
    1ZldeZl;dCZld0ZQ;crZ4crYJ;crXYd1XC;dDWtddWt;ePWtePYJ
    2032 600 !bEcT,a9cT,ZrhL,bYhL
    2033 600 !cxcT,bscT,bYhL,dGhL!ZWcT,YRcT,Y7hL,ZrhL
    2039 600 !bDX5,YfZt,YfaM,bDdB,cZdB,cZcy,a0a6,caXJ,caX5
    203a 600 !aAX5,YpX5,YpXJ,bOa6,Yqcy,YqdB,aAdB,ckaM,ckZt
    2044 600 !YTW0,XaW0,cxgJ,dpgJ
    2074 600 !cFc8,cFag,bRag,bRc8,YRc8,YRcn,bLgr,cFgr,cFcn,d7cn,d7c8!bRfy,Z8cn,bRcn
    2075 600 !cwci;cwc3cfba;cOb6btar;bLaaaeaa;ZkaaZBaz;YdbMYUc6,ZJcC;ZabFafbF;bIbFbhbe;c4c0c4ch;c4dFbhdc;bJ\#
    dzagdz;aLdza2ds;ZmdmZTdV,YgdV,Yugr,cYgr,cYgA,ZegA,ZWeE;a2eearee;bneecMe6;cwdZcwci
    2076 600 !cxcc;cxbecNb3;bqaUasaU;ZmaUZBbG;Ycc3YcdV;Ycf6ZDfz;Zpgravgr;cNgrcmfX,bzfO;bkgAavgA;aCgAZpfX;ZQ\#
    evZQdl;ZfeAa3eO;aTeca-ec;bteccPe3;cxdWcxcc!c5ca;c5dEbldb;bOdzaodz;aSdza9dp;ZsdfZhdO;ZWd7ZWcn;ZWc4Ztbc;a\#
    Fb8aqb8;bPb8blbX;c5bvc5ca
    2077 600 !cngC;acd5acag,Zlag;ZlbtaJdG;atefb+gA,YcgA,Ycgr,cngr
    2078 600 !d3cI;d3bScVay;bwaTataT;ZqaTZFay;YfbRYfcH;YfctZ1dI;ZOdiZydo,Zydq;ZRdxZ7eL;YpekYpfF;YpfiZ4g3;ZK\#
    gRZngd;aFgqargq;bUgqbxgd;cPgRcfg3;cvficvfE;cvejcbeK;cGdwbmdq,bmdp;cMdjcidJ;d3cvd3cI!c2fB;c2fibkfz;bRgDa\#
    rgD;aHgDZzfy;ZffiZffB;ZfehZzeP;aHe7ase7;c2e7c2fB!cCcN;cCcwbsdD;bVdVardV;aEdVZtdB;ZWctZWcM;ZWbkZsbP;aCb5\#
    atb5;bYb5btbP;cCbjcCcN
    2079 600 !csdo;cscCcFbL;beaUaXaU;ZnaUZJao;Ysb6Ygbq,ZSby;Zib8aYb8;bFb8bebn;c2cQc2dY;btd8bQcu;a+ceaSce;Zb\#
    ceZ3dD;YXdpYXel;YXfjZ6gH;Zhgrahgr;csgrcsdo!bzeW;bzfFbbfj;bEgAafgA;a3gAZjfn;ZNfNZNel;ZNe5Zjdh;a3dHaedH;a\#
    +dHbIdR;bcdbbndt;bze9bzeW
    207f 600 !buZz,bud0;budibhdz;bUeEaxeE;aOeEa4dr;ZldTZlcl,ZlZz,YmZz,Ymdt,Ykex,Zeex,Zhe5,Zie5;ZzeaaMeo;akf\#
    1bIf1;c8f1cVec;cteCctdH,ctZz
    20ac 600 !cgZY,ZAZY;ZIYEZuXe;aUX2beX2;cCX2ckXC;dGXNd-Xr,eaWp;dqWId5W4;cNVsbZVs;ZtVsYvWn;XxXhXiZX,WiZX,W\#
    iad,Xdad,XbbC;XbbXXdbo,Wibo,Wict,Xhct;Y8gTbagT;cOgTd4gG;dng3eTfa,dreW;cofHbhfH;aRfHZtej;ZJeAZ9cs,cgcs,c\#
    gbo,Z2bo,Z1bC,Z3ad,cgad
    2122 600 !eYcR,eYgL,eVgC,c+cR,cIcR;b8fPangL,ancR,ZzcR,ZzhK,bAhK,cZdn,cgdW,d8ej,eBhK,fMhK,fMcR!YCgd,YCcR\#
    ,XLcR,XLgd,W2gd,W2hK,ZXhK,ZXgd
    2190 600 !XnYH;YDXmYhWn,Y8Wn;XAXwW4YT,W4Yl;XAZIY8aR,YhaR;YDZSXnYx,fKYx,fKYH
    2191 600 !aNd5;ZscfYtcB,Ytck;Z-diaZeo,areo;bOdicXck,cXcB;bYcfb1d5,b1VY,aNVY
    2192 600 !ddYx;dBZScjaR,dGaR;eEZIfKYl,fKYT;eEXwdGWn,cjWn;dBXmddYH,W4YH,W4Yx
    2193 600 !b1XF;bYXhcXY9,cXXc;bOWearVY,aZVY;Z-WeYtXc,YtY9;ZsXhaNXF,aNeo,b1eo
    2202 600 !eadA;eabpeEaL;dtYudEXt;cbWsbiWK;aoVpZhVp;YJVpXZWa;WpXLWpYk;WpZdX8ab;XSbYX+cE;YXcvZGdI;a0dgavd\#
    g;bgdgcFdI;crcwd7cH,d9cH;dBcmdBdA;dBegcefT;c4gGazgG;aWgGZ+g6;ZTfzZ3fh,ZMgp;aJhHbEhH;crhHdjgE;eafAeadA!c\#
    wbC;cmbtcFcJ;blclb5cl;aKclZicF;Z4bkYgak;YGZkYGYl;YGXtYhXM;Z6WrZtWr;abWrbEXQ;bsX+cJY+;clZ+cwbC
    2206 600 !W6W0,W6X7,Zlgm,bcgm,fIX8,fIW0!ahfk,Zxdd,XaXC,dqXC,bRdd
    220f 600 !dASY,dAf4,YHf4,YHSY,WpSY,WpgJ,eagJ,eaSY
    2211 600 !WDSY,WDTN,b3ZV,WLfV,WLgJ,efgJ,eff8,YCf8,cfZW,Y4Ti,fATi,fASY
    2212 600 !Wvaf,Wvbm,eVbm,eVaf
    221a 600 !azVv,a9Vv,X-by,Wcby,Wccr,Ygcr,aWXa,doiN,eniN
    221e 600 !f7aW;f7ZFeWYP;dvXZc+XZ;bZXZafZj;aEYlZdYB;Z1XcYPXc;XRXcWrYQ;WEZEWEaZ;WEbtWrch;XTdWYPdW;ZodWagb\#
    M;bgdTc-dT;dzdTeYcf;f7brf7aW!cocT;cKcTbxb+;bYbWbBaW;bXZYbvZ2;cIYZcpYZ;dMYZdjZ6;e4Zfe4aX;e4bLdjbv;dMcTco\#
    cT!aBaZ;ZrbYZSc1;Z3cWYYcW;X-cWXfby;XJbPXJaY;XJZgXfZ8;X-YcYZYc;ZSYcaBaZ
    222b 600 !cjgS;c4gSbkf-;bPfYbPeg,bPVF;bPTxakTF;a4SYYqSY;YESYXpSh,XpTp;YGTdYiTd;Z-TdZ-VP,Z-ep;Z-g7afgp;b\#
    KhWcbhW;dFhWdbhN,dbgF;dDgScjgS
    2248 600 !cabo;c2bobVbz;axc7aOcK;ZNcgYkcg;YFcgXpcX;XNcOWrb-,Wrd5;XidkYrdk;ZRdkZ-dZ;aZdPb5dC,bCdA;btcxcB\#
    cu;cUcqcicq;dhcqeZdY,eZcP;e6c5dgbx;dDbocabo!ciZd;dhZdeZaK,eZZC;e6YsdfYj;dCYacaYa;c2YabVYl;axYwaOZ6;ZNZT\#
    YkZT;YDZTXnZJ;XKZ9WrYo,WrZt;XhaWYraW;ZdaWaeaA;bmZnc5Zi;cQZdciZd
    2260 600 !ZqYe,YfWR,XZWR,YiYe,WvYe,WvZm,ZGZm,ajcY,WvcY,Wvdg,bGdg,cSfv,dXfv,cNdg,eUdg,eUcY,bqcY,aMZm,eUZ\#
    m,eUYe
    2264 600 !Wvaq,WvcO,eVfP,eVeE,Xybc,eVY+,eVXp!WuW0,WuX7,eUX7,eUW0
    2265 600 !WvXp,WvY+,dSbc,WveE,WvfP,eUcO,eUaq!WvW0,WvX7,eUX7,eUW0
    """#
}
