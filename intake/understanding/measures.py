"""What kind of action a recommendation asks for: by words that belong to a measure, the more telling the heavier."""

import re

# Slug of the measure → words with their weight. Stems; several languages beside one another.
_WORDS: dict[str, tuple[tuple[int, str], ...]] = {
    "arms-embargo": (
        (5,
            r"livrer d.armes|(?:vend|entreg|suministr)\w* (?:más |mais )?armas|waffen (?:mehr )?(?:liefern|"
            r"verkaufen)|waffenverk\w+|(?:sell|sends?|supply)\w* (?:of )?(?:weapons|arms)|بيع السلاح|"
            r"بيع الأسلحة"),
        (5,
            r"arms embargo|embargo|weapons? (?:sales?|supplies|deliver\w+|transfers?|exports?)|(?:sales?|"
            r"supply|supplies|transfers?|exports?|deliver\w+|selling|shipments?) of (?:arms|weapons|military)|"
            r"arms (?:sales?|exports?|transfers?|suppl\w+|deliver\w+|shipments?)"),
        (5,
            r"embargo sur les armes|(?:ventes?|livraisons?|exportations?) d.armes|embargo de armas|(?:venta|"
            r"entrega|exportación|suministro) de armas|venda de armas|fornecimento de armas|waffen(?:embargo|"
            r"exporte?|lieferungen)|rüstungsexporte?"),
        (5,
            r"эмбарго|постав\w+ оружия|поставк\w+ вооружени|silah ambargo\w*|silah sat\w*|silah embarqo\w*|"
            r"embarqo\w*|silah sat[ıi]ş\w*|զենքի\s+\w*(?:էմբարգո|վաճառք|մատակարար)\w*|էմբարգո|"
            r"حظر\s+(?:على\s+)?(?:توريد\s+|بيع\s+)?(?:ال)?(?:أسلحة|سلاح)|حظر السلاح|توريد الأسلحة|بيع الأسلحة"),
    ),
    "sanctions": (
        (5,
            r"(?:gel(?:er|ez|ent)?) (?:les |des |leurs )?avoirs|congel\w+ (?:\w+ )?(?:activos|bens|cuentas|"
            r"contas)|(?:konten|vermögen)[^.]{0,40}(?:einfr|sperr)\w+|замороз\w+[^.]{0,30}(?:актив|счет)\w+|"
            r"(?:malvarlı|aktiv)\w*[^.]{0,30}dondur\w*|սառեցն\w+[^.]{0,30}|تجميد|\b(?:ban|"
            r"bar)\b[^.]{0,40}\btravel"),
        (5,
            r"sanction\w*|sancion\w*|sanç\w+|sanktion\w*|санкци\w+|yaptırım\w*|sanksiya\w*|պատժամիջոց\w*|"
            r"عقوبات|asset freezes?|freez\w+ (?:of )?(?:the )?assets|travel bans?|visa bans?|"
            r"withhold\w* (?:aid|loans)|suspend\w* (?:aid|loans|trade)"),
        (2, r"freeze\b|frozen|blacklist\w*|sanctionn\w+"),
    ),
    "peacekeeping-or-monitoring": (
        (5,
            r"peace[- ]?keep\w*|observers?|monitor(?:s|ing)?(?: mission| presence)?|(?:observer|monitoring|"
            r"stabili[sz]ation|protection|rapid reaction) (?:mission|force)s?|peace force|deploy\w*|"
            r"international presence|early[- ]warning (?:network|mission)"),
        (5,
            r"casques bleus|maintien de la paix|observateurs?|mission d.observation|déploy\w+|fuerza de paz|"
            r"mantenimiento de la paz|observador\w*|misión de (?:observación|monitoreo|verificación)|"
            r"despl[ie]+g\w+|manutenção da paz|missão de (?:observação|monitoramento)|"
            r"friedens(?:truppen?|mission|soldaten)|beobachter\w*|entsend\w+|миротвор\w+|наблюдател\w+|"
            r"миссию? наблюд\w+|мониторинг\w*|barış gücü\w*|gözlemci\w*|gözlem misyonu\w*|sülhməramlı\w*|"
            r"müşahidəçi\w*|müşahidə missiya\w*|monitorinq\w*|խաղաղապահ\w*|դիտորդ\w*|մշտադիտարկ\w*|حفظ السلام|"
            r"مراقب\w+|بعثة مراقبة|بعثة رصد"),
        (2, r"missions?|presence|scrutiny|présence|presencia|presença|präsenz"),
        (2,
            r"troops|outposts|police advisers|military advisers|(?:bases|boats|strength) of the (?:mission|"
            r"force)|to full strength|give the mission|солдат\w*|советник\w+|soldados|tropas de paz"),
    ),
    "fact-finding": (
        (5,
            r"fact[- ]finding|commission of inquiry|(?:independent |international |impartial |thorough |"
            r"prompt )*(?:inquir\w+|investigat\w+)|special rapporteur|documentation mission|collect evidence|"
            r"preserve evidence|establish the facts"),
        (5,
            r"commission d.enquête|enquêt\w+|établir les faits|comisión de investigación|investig\w+|"
            r"misión de investigación|comissão de inquérito|untersuch\w+|ermittl\w+|расследова\w+|"
            r"комисси\w+ по расследованию|soruştur\w+|araştırma komisyonu|araşdır\w+|istintaq\w*|"
            r"faktaraşdırıcı|հետաքնն\w+|հետաքննություն\w*|քննություն|փաստահավաք\w*|تحقيق\w*|تقصي الحقائق|"
            r"لجنة تحقيق"),
        (2,
            r"visits?\b|delegations?|technical team|(?:ask for|publish|request)\w* (?:a |the )?report|experts?|"
            r"admit the office|send investigators|forensic|publi\w+ le rapport|expert indépendant|"
            r"missions? d.experts|informe|expertos|expertas|peritos|sachverständige\w*|gutachter\w*|"
            r"следовател\w+|эксперт\w+|uzman\w*|ekspert\w*|փորձագետ\w*|خبراء|زيارة"),
    ),
    "humanitarian-access": (
        (5,
            r"passage aux (?:secours|convois)|(?:dej|deix|permit)\w+ (?:el paso|pasar|passar|entrar)|"
            r"hilfslieferung\w*|durch(?:zu)?lass\w*|пропусти\w+ (?:гуманитарн\w+ )?(?:помощь|колонн\w+|конво\w+)|"
            r"yard[ıi]m\w*[^.]{0,20}(?:geçi|keç|gir)\w*|օգնության\s+(?:մուտք|անցում)\w*|(?:إدخال|دخول|إيصال|"
            r"وصول|مرور)\s+المساعدات"),
        (5,
            r"humanitarian (?:access|aid|assistance|relief|corridor|organi[sz]ations|suppl\w+|convoys?|"
            r"agencies)|access (?:for|to) (?:aid|humanitarian|the icrc|relief)|unimpeded access|aid (?:workers|"
            r"convoys?|deliver\w+)|let aid|(?:re-?open|unblock|"
            r"lift)\w* (?:of )?(?:the )?(?:\w+ ){0,2}(?:corridor|road|blockade|border crossing|siege)|"
            r"safe passage|evacuat\w+"),
        (5,
            r"(?:accès|aide|secours|couloirs?|assistance) humanitaires?|acceso humanitario|(?:ayuda|asistencia|"
            r"corredor\w*) humanitari\w+|acesso humanitário|(?:ajuda|assistência|corredor\w*) humanitári\w+|"
            r"humanitäre\w* (?:zugang|hilfe|helfer\w*|korridor\w*)|гуманитарн\w+|insani (?:yardım\w*|erişim\w*|"
            r"koridor\w*)|humanitar \w+|մարդասիրական\s+\S+|հումանիտար\s+\S+|المساعدات الإنسانية|وصول المساعدات|"
            r"إنسانية|ممر\w* إنساني\w*|bloqueo|blocus|блокад\w+|abluka\w*|blokada\w*|շրջափակ\w+|حصار"),
        (2,
            r"convoys?|ambulances?|relief|food|medicines?|water|lorries|trucks|patients|wounded|"
            r"let \w+(?: \w+){0,3} (?:pass|through|in|cross)|open\w* (?:the |all )?roads?|siege|"
            r"hilfstransporte?|lebensmittel|medikamente|wasser|nourriture|médicaments|vivres|routes? ouvertes?|"
            r"abrir (?:las|as|los|os) \w+|medicinas|medicamentos|колонн\w+|открыть дорог\w*|доставк\w+|"
            r"лекарств\w*|продовольств\w*|больных|yol aç\w*|yolu aç\w*|gıda|ilaç\w*|ərzaq|dərman\w*|միջանցք\w*|"
            r"ճանապարհ\w*|դեղ\w*|սնունդ\w*|الغذاء|الدواء|الإسعاف|الممر\w*|ترفع"),
    ),
    "ceasefire": (
        (5,
            r"cess\w+ (?:\w+ )?(?:les )?combats|(?:ces|par|deten)\w+ (?:los|os) combates|"
            r"kämpfe[^.]{0,20}(?:beend|einstell)\w*|(?:çatışma|döyüş)\w*[^.]{0,20}(?:son|durdur|dayandır)\w*|"
            r"وقف (?:القتال|الحرب|المعارك)"),
        (4,
            r"cease[- ]?fires?|truce|cessation of hostilities|(?:stop|end|halt|cease)\w* (?:all |the |its |"
            r"their |any |of )*(?:\w+ ){0,2}(?:attacks?|hostilities|offensive\w*|fighting|shelling|bombing|"
            r"bombard\w+|violence|military operations?|aggression|killing\w*|war)|withdraw\w* (?:its |their |"
            r"all )?(?:forces|troops)"),
        (4,
            r"cessez-le-feu|cessation des hostilités|(?:cesser|mettre fin|arrêter)\w*[^.]{0,30}(?:attaques|"
            r"hostilités|violences?|bombardements)|alto el fuego|cese (?:al|del|el|"
            r"inmediato)[^.]{0,15}(?:fuego|hostilidades|ataques)|(?:cesar|cese|detener|"
            r"poner fin)[^.]{0,30}(?:ataques|hostilidades|violencia)|cessar-fogo|(?:cessar|cesse\w*|"
            r"fim)[^.]{0,30}(?:ataques|hostilidades|violência)|"
            r"waffenstillstand\w*|waffenruhe|feuerpause|angriffe[^.]{0,30}(?:einstell|stopp|beend)\w+|"
            r"(?:einstell|stopp|beend)\w+[^.]{0,30}(?:angriffe|kämpfe|gewalt)|прекра\w+[^.]{0,30}(?:огня|огонь|"
            r"боев\w+|обстрел\w*|нападени\w+|насили\w+|атак\w*|военны\w+)|перемири\w+|ateşkes\w*|"
            r"saldırı\w*[^.]{0,30}(?:durdur|son ver)\w*|atəşkəs\w*|hücum\w*[^.]{0,30}(?:dayandır|son qoy)\w*|"
            r"հրադադար\w*|(?:դադարեցն|կանգնեցն)\w*[^.]{0,40}|وقف إطلاق النار|وقف (?:فوري )?(?:لإطلاق|الهجمات|"
            r"الأعمال العدائية|القصف|العنف)|هدنة"),
        (2, r"snipers?|hold (?:their )?fire|clearing of|mines\b|withdraw\w*|francotirador\w*|минирован\w+"),
    ),
    "release-of-detainees": (
        (5,
            r"libert\w+[^.]{0,30}(?:detid|preso|refém|reféns)\w*|\bfree (?:those|all|the|every)\b"),
        (5,
            r"(?:release|free|freeing|return|repatriat\w+)\W+(?:of )?(?:all |the |its |their |any |every |"
            r"unlawfully |arbitrarily |immediately |political |civilian |\w+ )*(?:prisoners?|detaine\w*|"
            r"captives?|hostages?|pows?)|prisoners of war|fate of the (?:missing|disappeared)|missing persons|"
            r"libér\w+[^.]{0,40}(?:prisonniers|détenus|otages|captifs)|libera\w+[^.]{0,40}(?:prisioneros|"
            r"detenid\w+|rehenes|presos|prisioneiros|detid\w+|reféns)|(?:freilass\w+|freizulassen|freilässt)|"
            r"освобо\w+[^.]{0,40}|военнопленн\w+|заложник\w+|(?:esir|tutuklu|rehine|mahkûm|"
            r"mahkum)\w*[^.]{0,30}|(?:əsir|girov|məhbus|saxlanıl)\w*[^.]{0,30}(?:azad|qaytar)\w*|ռազմագերի\w*|"
            r"գերիներ\w*|ազատ\s+արձակ\w*|(?:إطلاق|الإفراج)[^.]{0,20}(?:سراح|عن)|الأسرى|المحتجزين|المعتقلين|"
            r"الرهائن"),
        (2,
            r"lists? of (?:those|all|persons|prisoners|detainees)|personnes arrêtées|personas detenidas|"
            r"əsir\w*|lists? des (?:détenus|personnes)|tutsaklar\w*"),
    ),
    "accountability-or-prosecution": (
        (5,
            r"tradui\w+[^.]{0,40}justice|(?:llev|lev)\w+[^.]{0,40}justi[çc]i?a|məhkəmə qarşısına"),
        (5,
            r"account(?:able|ability)|prosecut\w+|bring\w* (?:\w+ ){0,4}(?:to justice|perpetrators)|"
            r"international criminal court|\bicc\b|icj|indict\w*|tribunals?|war crimes trials?|"
            r"end (?:the )?impunity|impunity|perpetrators|extradit\w+|refer\w* (?:the )?(?:situation|case)"),
        (5,
            r"responsabilit\w+ pénale|rendre des comptes|poursui\w+|traduir\w+ en justice|impunité|"
            r"cour pénale internationale|rendir cuentas|rendición de cuentas|enjuici\w+|"
            r"llev\w+ ante la justicia|impunidad\w*|corte penal internacional|responsabiliz\w+|"
            r"tribunal penal internacional|"
            r"zur rechenschaft|rechenschaft\w*|strafverfolg\w*|internationale\w* strafgerichtshof\w*|"
            r"straflosigkeit|привле\w+[^.]{0,30}(?:ответственност\w+|суду)|ответственност\w+|безнаказанн\w+|"
            r"международн\w+ уголовн\w+ суд\w*|hesap ver\w*|yargılan\w*|cezasızlı\w*|"
            r"uluslararası ceza mahkemesi\w*|məsuliyyət\w*|cəzasızlı\w*|mühakimə\w*|պատասխանատվության|"
            r"անպատժելիություն\w*|դատարան\w*|մեղավորներ\w*|محاسبة|المساءلة|مساءلة|الإفلات من العقاب|"
            r"المحكمة الجنائية"),
        (2,
            r"(?:should|must|to) try\b|tried|trials?|before (?:a|the) courts?|arrest\w*|judge\b|juger|juzg\w+|"
            r"sancionar a quienes|investigar (?:quem|quién|los)|julg\w+|richten über|vor gericht|показани\w+|"
            r"судить|yargıla\w*|mühakim\w*|դատ\w+|محاكمة"),
    ),
    "refugee-protection": (
        (5,
            r"refugees?|asylum|resettle\w*|réfugié\w*|asile|refugiad\w*|asilo|flüchtling\w*|asyl\w*|беженц\w+|"
            r"убежищ\w+|mülteci\w*|sığınma\w*|qaçqın\w*|sığınacaq\w*|փախստական\w*|ապաստան\w*|لاجئ\w*|اللاجئين|"
            r"لجوء"),
        (2,
            r"displaced|take\w* in|taken in|visas?|deport\w*|flee|fled|accueill\w+|déplacés|aufnehm\w*|"
            r"aufnahme|abschieb\w+|acog\w+|desplazad\w+|acolh\w+|deslocad\w+|принять (?:раненых|сирот|"
            r"бежавш\w+)|вынужденн\w+ переселен\w+|qayıq\w*|sığın\w*|الفارين|النازحين"),
    ),
    "return-or-reparation": (
        (5,
            r"indemnis\w+|indeni[sz]\w+|dédommag\w+|تعويض"),
        (5,
            r"(?:right (?:to|of) )return|reparations?|compensat\w+|redress|restitution|(?:safe|dignified|"
            r"voluntary) return|droit au retour|réparations?|retour (?:sûr|volontaire)|reparación\w*|retorno|"
            r"indemniza\w+|reparaç\w+|rückkehr\w*|entschädig\w+|wiedergutmachung|возвращени\w+|компенсаци\w+|"
            r"возмещени\w+|geri dönüş\w*|tazminat\w*|qayıdış\w*|geri qayıt\w*|təzminat\w*|վերադարձ\w*|"
            r"փոխհատուց\w+|عودة|التعويض\w*|جبر الضرر"),
        (2,
            r"rebuild\w*|houses that burnt|land papers|restitut\w+|reconstru\w+|wiederaufbau\w*|"
            r"восстановлен\w+|yeniden inşa\w*|bərpa\w*|վերականգն\w+|إعادة إعمار"),
    ),
    "negotiation-or-mediation": (
        (5,
            r"(?:return|come back) to the (?:negotiating )?table|المفاوضات"),
        (4,
            r"negotiat\w+|mediat\w+|dialogue|peace (?:agreement|talks|process|deal|treaty)|broker\w*|"
            r"diploma\w+|good offices|facilitat\w+ talks|talks|political solution|de-?escalat\w+|"
            r"pressure (?:on|both)|press(?:ing|es)? (?:\w+ ){1,4}to"),
        (4,
            r"négoci\w+|médiation|pourparlers|diplomat\w+|negociaci\w+|negociaç\w+|mediaci\w+|mediaç\w+|"
            r"diálogo|diplomáci\w*|diplomátic\w*|verhandl\w+|vermitt\w+|dialog\w*|diplomati\w+|переговор\w*|"
            r"посредни\w+|диалог\w*|дипломат\w+|müzakere\w*|arabulu\w+|diyalo[gğ]\w*|diplomatik|danışıq\w*|"
            r"vasitəçi\w*|բանակցություն\w*|միջնորդ\w*|երկխոսություն\w*|դիվանագիտական|مفاوضات|الوساطة|حوار|"
            r"الحوار|دبلوماسي\w*"),
        (2,
            r"bring\w* (?:\w+ ){0,5}(?:together|to (?:one|the) table)|envoys?|mediators?|meetings? of|elders|"
            r"peace committees?|agenda|agree\b|contacts with|meet\b|telephone|mediador\w*|enviad\w+ especial|"
            r"émissaire|dialog\w*|gespräch\w*|sondergesandt\w*|посланник\w*|aynı masa\w*|masaya|elçi\w*|"
            r"bir masa\w*|բանագնաց\w*|مبعوث\w*|وسيط"),
    ),
    "protection-of-civilians": (
        (3,
            r"protect\w*(?: of)?(?: the| all| its)? ?(?:civilians?|populations?|communit\w+|minorit\w+|lives|"
            r"people|women|children|residents|ethnic)?|safety|security of|prevent\w* (?:\w+ ){0,3}(?:genocide|"
            r"atroci\w+|ethnic cleansing|mass)|responsibility to protect|keep \w+ safe"),
        (3,
            r"protég\w+|protection des|prévenir|proteger|protección|protejan?|proteção|prevenir|schutz\w*|"
            r"schütz\w+|verhinder\w+|защит\w+|защищ\w+|предотврат\w+|koru\w+|korunma\w*|qoru\w+|պաշտպան\w+|"
            r"կանխ\w+|حماية|منع"),
        (2,
            r"police|guards?\b|guarded|garrison|patrols?|spare\b|spared|schools|clinics|no-fly|shelter|safe\b|"
            r"police\w*|garnison|épargn\w+|sécurit\w+|guardia|policía|minas|polícia|seguranç\w+|polizei|"
            r"flugverbot|sicher\w*|охран\w+|безопасност\w+|güvenli\w*|emniyet|təhlükəsizli\w*|"
            r"անվտանգություն\w*|الأمن"),
    ),
    "condemnation-or-public-statement": (
        (4,
            r"condemn\w*|denounc\w+|public(?:ly)? (?:state\w*|recogni[sz]\w+|acknowledg\w+)|recogni[sz]\w+|"
            r"acknowledg\w+|speak out|make (?:it |very )?clear|statements?|statement|declare\w*|"
            r"characteri[sz]\w+|attention|raise (?:\w+ ){0,3}(?:concern|issue|voice)|publish\w*|name the"),
        (4,
            r"condamn\w+|dénonc\w+|reconna\w+|conden\w+|denunci\w+|reconoz\w+|reconoc\w+|reconhe\w+|"
            r"verurteil\w+|anerkenn\w+|осуд\w+|осужда\w+|призна\w+|kına\w+|tanı\w+|qına\w+|դատապարտ\w+|"
            r"ճանաչ\w+|إدانة|تدين|يدين|الاعتراف"),
        (2,
            r"speak\b|with one voice|disown\w*|name (?:those|the)|silence|faire taire|hate (?:speech|radio)|"
            r"discurso de odio|hetze|ненавист\w+|nefret\w*|nifrət\w*|ատելություն\w*|الكراهية"),
    ),
    "legal-reform": (
        (5,
            r"(?:إلغاء|تعديل|سن) (?:ال)?قانون|القانون"),
        (5,
            r"(?:adopt|amend|repeal|revise|pass|enact)\w* (?:\w+ ){0,4}(?:laws?|legislation|bill|act|"
            r"constitution|decree)|law reform|legal reform|martial law|legislat\w+|land[- ]use plans?|"
            r"criminali[sz]\w+|ratif\w+|réforme législative|abrog\w+|loi|reforma (?:legal|legislativa)|"
            r"derog\w+|ley\b|lei\b|legislaç\w+|gesetz\w*|закон\w*|yasa\w*|kanun\w*|qanun\w*|օրենք\w*|"
            r"օրենսդր\w+|قانون|القوانين|تشريع\w*"),
        (2,
            r"draw\w* up (?:a |the )?laws?|bill\b|projet de loi|proyecto de ley|projeto|gesetzentwurf|"
            r"законопроект\w*|yasa tasarısı|qanun layihəsi"),
    ),
    "military-support": (
        (5,
            r"military (?:aid|support|assistance|equipment) (?:to|for)|air defen[cs]e|arm the|"
            r"strengthen\w* (?:\w+ ){0,3}(?:defen[cs]e|armed forces|army)|aide militaire|ayuda militar|"
            r"ajuda militar|militärhilfe|военн\w+ помощ\w+|askeri (?:yardım|destek)\w*|hərbi (?:yardım|"
            r"dəstək)\w*|ռազմական օգնություն\w*|مساعدات عسكرية|دعم عسكري"),
    ),
    "aid": (
        (5,
            r"финансировать|выделить средства|mali destek|maliyyə|تمويل"),
        (3,
            r"fund(?:s|ing)?|financ\w+|donors?|financial (?:aid|support|assistance)|emergency (?:aid|relief|"
            r"supplies)|food aid|resources|medical (?:aid|supplies)|financ\w+|fonds|fondos|financiaci\w+|"
            r"financiamento|mittel|finanzier\w+|финанс\w+|finansman\w*|maliyy\w+|ֆինանս\w+|تمويل|تبرعات"),
        (2,
            r"pay\b|paid|wages|salar\w+|money|seed|tools|flour|support the|help those|set aside|nourrir|payer|"
            r"soutenir|entregar|ayudar|pagar|apoiar|ajudar|bezahl\w+|unterstütz\w+|оплат\w+|поддерж\w+|"
            r"помо(?:чь|гать)|yardım\w*|destekle\w*|kömək\w*|dəstək\w*|օգն\w+|աջակց\w+|تمول|تدفع|رواتب|دعم"),
    ),
}  # fmt: skip
_COMPILED = {
    slug: tuple((weight, re.compile(rf"(?<![^\W_])(?:{words})", re.IGNORECASE)) for weight, words in rows)
    for slug, rows in _WORDS.items()
}


def guess(text: str, known: tuple[str, ...]) -> str:
    """The slug of the measure that `text` asks for, among the known ones; empty where nothing tells."""
    best, most = "", 0.0
    for slug, rows in _COMPILED.items():
        if known and slug not in known:
            continue
        score = 0.0
        for weight, words in rows:
            found = words.search(text)
            if found:
                # What comes first is what is asked; what follows is often what it is asked for.
                score = max(score, weight + 1.5 * (1 - found.start() / (len(text) + 1)))
        if score > most:
            best, most = slug, score
    return best
