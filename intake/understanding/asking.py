"""Words by which documents ask, in the ten languages: verbs of asking, of duty, and the headings above lists "
"of asks."""

import re

# “calls on … to”, spoken by the issuer of itself or by the archive of it.
ASKS = re.compile(
    r"\b(?:(?:re-?)?call(?:s|ed|ing)?(?: again| once more| urgently| therefore| also)? (?:up)?on|"
    r"call(?:s)? for|urg(?:e|es|ed|ing)\b|recommend(?:s|ed)?(?: that)?|appeal(?:s|ed)? (?:to|for)|"
    r"demand(?:s|ed)?|implor(?:e|es|ed)|request(?:s|ed)?|beseech\w*|press(?:es)? for|insist(?:s|ed)? (?:that|"
    r"on)|"
    r"(?:we|they|it|institute|organi[sz]ations|signatories|experts|committee|council|coalition|"
    r"network)[, ]+(?:also |therefore |further |strongly |again |jointly )*(?:(?:ask|asks|asked)(?! for)|"
    r"invite|invites|"
    r"invited|encourage|encourages|encouraged)|"
    r"(?:invites?|encourages?|asks) (?=(?:the |all |every |[A-Z])[^.;]{2,90} to [a-z])|"
    r"(?:reiterat|renew|repeat)(?:e|es|s|ed|ing)? (?:our|its|their|this|the) (?:\w+ )?(?:calls?|appeals?|"
    r"demands?|requests?)|"
    r"réitér(?:e|ent|ons) (?:notre|nos|son|sa|leurs?) (?:appels?|demandes?)|réaffirm(?:e|ent|ons) (?:notre|"
    r"son) appel|"
    r"reitera(?:mos|n|m)? (?:nuestr[oa]|nosso|su|seu|o|el) (?:llamad[oa]|llamamiento|petición|apelo|pedido)|"
    r"(?:bekräftig|erneuer|wiederhol)(?:t|en) (?:unsere?n?|ihre?n?) (?:Forderung|Appell|Aufruf)\w*|"
    r"повторя(?:ет|ем|ют) (?:наш|свой)? ?призыв|обраща(?:ется|емся|ются)[^.]{0,60} с (?:просьбой|требованием)|"
    r"(?:çağrı|talep|çağırış|tələb)\w+ (?:yineliyoruz|yineliyor|tekrarlıyoruz|təkrarlayırıq|təkrar edirik)|"
    r"կրկնում ենք մեր (?:կոչը|պահանջը)|խնդրում (?:ենք|է|են)|(?:ենք|է|են) խնդրում|"
    r"we (?:expect|look to|plead with|appeal)\b|it falls to\b|réclam(?:e|ent|ons)\b|plaid(?:e|ent|ons) pour|"
    r"reclam(?:a|an|amos)\b|"
    r"urgimos\b|reivindica(?:mos|m)?\b|cabe (?:a|ao|aos|al|a los)\b|il (?:incombe|appartient|revient) (?=à|aux?\b)|"
    r"incumbe (?=a|ao|aos|al)|corresponde (?:a|al|a los)\b|ждём от|"
    r"ждем от|считаем необходимым|"
    r"bekliyoruz|gözləyirik|ակնկալում ենք|"
    r"appel(?:le|lent|ons|é|er)(?= |\b)|exhort(?:e|ent|ons|é|a|amos|an|ó)|demand(?:e|ent|ons)\b|recommand(?:e|"
    r"ent|ons)|invit(?:e|ent|ons) (?=l|les|le|la)|enjoi(?:nt|gnent|gnons)|lance(?:nt|ons)? un appel|pri(?:e|"
    r"ons|ent) (?=le|la|les|instamment)|presse(?:nt|ons)? (?=le|la|les)|"
    r"insta(?:mos|n|m)?\b|llama(?:mos|n)? (?:a|al)\b|hace(?:mos|n)? un (?:llamado|llamamiento)|pid(?:e|en)\b|"
    r"pedimos|recomend(?:amos|a|am)\b|recomienda[n]?|solicita(?:mos|n|m)?\b|exig(?:e|en|imos|em)\b|urge(?:n|"
    r"mos)? (?:a|al)\b|apela(?:mos|n|m)? (?:a|al|ao|à|às|aos)\b|"
    r"exorta(?:mos|m)?\b|pede(?:m)?\b|conclama(?:mos|m)?\b|fazemos um apelo|faz um apelo|"
    r"forder(?:t|n)\b|ruf(?:t|en)\b(?=[^.]{0,200}\bauf\b)|appellier(?:t|en)\b|empfiehl[t]?\b|empfehlen\b|"
    r"verlang(?:t|en)\b|bitte(?:t|n)\b|dräng(?:t|en)\b|"
    r"призыва(?:ет|ем|ют)|настоятельно призыва\w+|требу(?:ет|ем|ют)|рекоменду(?:ет|ем|ют)|настаива(?:ет|ем|ют)|"
    r"прос(?:ит|им|ят)|обраща(?:ется|емся|ются)[^.]{0,30}с призывом|"
    r"çağ[ıi]r(?:[ıi]yor\w*|[ıi]r[ıi]q|[ıi]rlar|[ıi]r)\b|çağrıda bulun\w*|çağrısında bulun\w*|çağrısı yap\w*|"
    r"talep ed\w*|tavsiye ed\w*|davet ed\w*|öneri(?:yor\w*|r)|istiyoruz|"
    r"tələb ed\w*|tövsiyə ed\w*|xahiş ed\w*|dəvət ed\w*|təkid ed\w*|çağırış ed\w*|"
    r"կոչ (?:է|ենք|են) անում|կոչ անում|պահանջում (?:է|ենք|են)|(?:ենք|է|են) պահանջում|հորդորում|առաջարկում|"
    r"խորհուրդ (?:է|ենք) տալիս)"
    r"|(?<!\w)(?:و)?(?:يدعو|تدعو|ندعو|يطالب|تطالب|نطالب|يوصي|توصي|نوصي|يحث|تحث|نحث|نناشد|تناشد|يناشد|نطلب|"
    r"نجدد (?:دعوتنا|مطالبتنا)|نكرر (?:دعوتنا|مطالبتنا))\b",
    re.IGNORECASE,
)
# “must”, “should”: a duty of the subject.
DUTY = re.compile(
    r"\b(?:should|must|ought to|needs? to|would do well to|ha(?:s|ve) (?:a|the) (?:duty|responsibility|"
    r"obligation) to|(?:is|are) (?:bound|obliged) to|ha(?:s|ve) to|"
    r"(?:is|are) (?:therefore |\w+ly )?(?:urged|encouraged|asked|invited|"
    r"requested|advised|"
    r"called (?:up)?on) to|"
    r"(?:est|sont) (?:tenue?s?|appelée?s?|invitée?s?|priée?s?|exhortée?s?) (?:de|d[’']|à)|"
    r"(?:está|están|es|son) (?:obligad[oa]s?|llamad[oa]s?|chamad[oa]s?) a|(?:está|estão) obrigad[oa]s? a|"
    r"(?:ist|sind) (?:verpflichtet|aufgefordert|aufgerufen|gefordert|angehalten)|h(?:at|aben) (?:dafür|"
    r"darauf) [^.]{0,30}zu \w+en|"
    r"doit|doivent|devrait|devraient|devra|devront|"
    r"debe|deben|debería|deberían|deberá|deberán|tienen? que|ha de|han de|"
    r"deve|devem|deveria|deveriam|deverá|deverão|precisam?|têm de|tem de|"
    r"muss|müssen|sollte|sollten|soll|sollen|darf (?:nicht|kein\w*)|dürfen (?:nicht|kein\w*)|"
    r"пора|настало время|надлежит|"
    r"должн[аоы]|должен|следует|необходимо|нужно|надо|обязан[аоы]?|"
    r"պետք (?:է|են)|պարտավոր (?:է|են)|անհրաժեշտ է)(?![^\W\d_])"
    r"|\b[^\W\d_]+(?:m[ae]l[ıi](?:d[ıi]r(?:l[ae]r)?|l[ae]r|y[ıi]z)?|məli(?:dir(?:lər)?)?(?! ol)|"
    r"malı(?:dır(?:lar)?)?(?! ol))\b|\b(?:zorundadır|gerekir|gerekiyor|gerekmektedir|şarttır|zorunludur|"
    r"elzemdir|zəruridir|lazımdır|vacibdir|borcludur|yükümlüdür)\b"
    r"|(?<!\w)(?:و)?على\s+[^.،؛\n]{3,60}\s+أن\b|(?<!\w)(?:و)?(?:يجب|ينبغي|لا بد|يتعين|يتوجب|من الضروري|"
    r"من الواجب|حان الوقت|آن الأوان)\b",
    re.IGNORECASE,
)
# Duties that ask nothing of anybody.
NO_ASK = re.compile(
    r"\b(?:no (?:child|family|mother|woman|man|person|human being|people|community)|nobody|no one) (?:should|must)\b|"
    r"\bwhat (?:should|must) (?:have|be)\b|\b(?:those|people|anyone|everyone) who (?:\w+ ){1,3}should know\b|"
    r"\bhätten? [^.]{0,80}(?:müssen|sollen)\b|\b(?:should|must|ought to) (?:\w+ )?have "
    r"(?:\w+ )?\w+(?:ed|wn|en|ne|ught|de)\b|^\W*please (?:contact|visit|see|click|note|subscribe|donate|e-?mail|"
    r"call|find|"
    r"consider|share this|help us)|дань|aurai(?:t|ent) dû|debi(?:ó|eron)|должн[аоы]? был[аои]?(?: бы)?|"
    r"\b(?:should|must) (?:also |again |not )?(?:be (?:noted|remembered|understood|seen|stressed|recalled|"
    r"emphasi[sz]ed|mentioned|surprised|pointed out|considered|viewed|read|said|clear|added|borne in mind)|"
    r"have (?:been|\w+ed)\b|come as|serve as|not (?:be (?:surprised|forgotten)|believe)|"
    r"(?:any|this|the|these|it) \w+ (?:happen|occur|fail))|should (?:they|it|this|the|he|she) |\bas (?:it|"
    r"they) should|whether|(?:following|these|our|the) recommendations|\bwhat (?:we|they|it) (?:asks?|calls?|"
    r"demands?)|\bwould (?:otherwise )?have to\b|doit être (?:noté|rappelé)|debe (?:señalarse|recordarse)|"
    r"deve-se (?:notar|lembrar)|cabe (?:recordar|señalar)",
    re.IGNORECASE,
)
# “it is essential that”, “there should be”: asks of nobody, where asks stand anyway.
WEAK = re.compile(
    r"\b(?:it is|it’s|it remains|is)(?: also| therefore| now| absolutely| equally)? (?:critical|crucial|"
    r"essential|imperative|vital|urgent|necessary|important|high time|incumbent)\b|\bthere (?:should|must)\b|"
    r"\bcould (?:add|also|still|help|consider)\b|\bshould\b|\bmust\b|\bneeds? to\b|"
    r"\b(?:can|could) (?:still )?(?:prevent|stop|avert|help)\b[^.]{0,80}\bby \w+ing\b|"
    r"il est (?:essentiel|crucial|impératif|urgent|nécessaire|indispensable)|il faut|es (?:esencial|crucial|"
    r"imperativo|urgente|necesario|fundamental|imprescindible)|é (?:essencial|crucial|imperativo|urgente|"
    r"necessário|fundamental|preciso)|"
    r"es ist (?:dringend|entscheidend|notwendig|unerlässlich|wichtig)|важно|крайне важно|жизненно важно|нужно|"
    r"şarttır|önemlidir|gerekmektedir|vacibdir|zəruridir|mühümdür|կարևոր է|անհրաժեշտ է|կենսական է|من الضروري|"
    r"من المهم|لا بد",
    re.IGNORECASE,
)
# “can prevent it by putting pressure”: an ask in other words.
ACTS = re.compile(r"\b(?:can|could) (?:still )?(?:prevent|stop|avert|help)\b[^.]{0,80}\bby \w+ing\b", re.IGNORECASE)
# “it is imperative that somebody act”: whom it asks comes behind.
IMPERSONAL = re.compile(
    r"\bthe time has come for\s|\bhigh time for\s|\bes (?:hora|tiempo) de que\s|\bé hora de\s|\bil est temps que\s|"
    r"\bit(?: is|’s|'s| remains)(?: now| therefore| also| absolutely| equally)? (?:critical|crucial|essential|"
    r"imperative|vital|urgent|necessary|high time|time|incumbent)(?: upon)?(?: that| for| on)?\s+(?=\w)|"
    r"\bil est (?:essentiel|crucial|impératif|urgent|nécessaire|indispensable) que\s|\bil (?:faut|importe|"
    r"convient) que\s|"
    r"\bes (?:esencial|crucial|imperativo|urgente|necesario|fundamental|imprescindible) que\s|\bé (?:essencial|"
    r"crucial|imperativo|urgente|necessário|fundamental|preciso) que\s|"
    r"\bes ist (?:dringend|entscheidend|notwendig|unerlässlich)[^,]{0,20}, dass\s",
    re.IGNORECASE,
)
# “The Council could …”: a weak ask with a subject.
COULD = re.compile(r"\b(?:could|can|may wish to|might|pourrait|podría|poderia|könnte|могли? бы)\b", re.IGNORECASE)
# Those who are no addressees: what they must do or ask for is told of them. They begin the sentence.
PRIVATE = re.compile(
    r"^\W*(?:(?:the|some|many|most|these|those|their|our|les|des|los|las|sus|os|as|die|der|их|многие) |"
    r"l[’'])?(?:\w+ )?"
    r"(?:famil(?:y|ies)|people|persons|civilians|women|men|children|mothers|fathers|patients|villagers|"
    r"residents|refugees|"
    r"survivors|farmers|herders|teachers|doctors|nurses|neighbou?rs who|inhabitants|travellers|militias?|gunmen|"
    r"rebels|"
    r"soldiers|fighters|raiders|smugglers|pupils|elders|witnesses|the displaced|victims|"
    r"familles?|gens|habitants|femmes|enfants|civils|miliciens?|rebelles|soldats|paysans|survivants|malades|réfugiés|"
    r"familias|gente|vecinos|habitantes|mujeres|niños|civiles|milicianos|rebeldes|soldados|campesinos|enfermos|"
    r"refugiados|"
    r"famílias|moradores|mulheres|crianças|civis|doentes|camponeses|"
    r"familien|menschen|bewohner\w*|frauen|kinder|zivilisten|miliz\w*|rebellen|soldaten|bauern|kranke|überlebende|"
    r"семьи|люди|жители|женщины|дети|боевики|солдаты|крестьяне|больные|беженцы|матери|ополченцы|"
    r"aileler|insanlar|köylüler|kadınlar|çocuklar|milisler|askerler|hastalar|sakinler|"
    r"ailələr|insanlar|kəndlilər|qadınlar|uşaqlar|əsgərlər|xəstələr|"
    r"ընտանիքները|մարդիկ|բնակիչները|կանայք|երեխաները|գյուղացիները|العائلات|الناس|السكان|النساء|الأطفال|"
    r"المسلحون)(?!\w)",
    re.IGNORECASE,
)
# What private persons are asked to be let do, and not to do.
GRANTED = re.compile(
    r"\b(?:be|receive|have (?:access|the right|a say|a voice)|remain|être|avoir|pouvoir|recevoir|rester|ser|"
    r"estar|poder|tener|recibir|ter|"
    r"receber|werden|können|dürfen|sein|erhalten|bleiben|быть|иметь|мочь|получить|оставаться)\b|[ıiuü][ln]m[ae]l[ıi]|"
    r"(?:ıl|il|ul|ül)məli",
    re.IGNORECASE,
)
# A passive or a state in the clause that is said to be essential.
PASSIVE = re.compile(
    r"\b(?:be|soi(?:t|ent)|sean?|seja[m]?|werden|wird|sind|ist|fussent)\b|\bse \w+e[n]?\b", re.IGNORECASE
)
# The verb of asking itself says that it is those who issue the document who ask: “çağırıyoruz”, “pedimos”.
FIRST_PERSON = re.compile(
    r"(?:yoruz|[ıiuü]r[ıiuü][qk]|[aei]mos|ons|[еи]м(?:ся)?|ենք)\b|^و?ن|ենք|^we\b(?!.*ed$)", re.IGNORECASE
)
# “Let the Council meet.”
LET = re.compile(r"^\W*[Ll]et (?:the|all|every) (?!.*\?$)")
# Another says so: what follows is no ask of the document.
REPORTED = re.compile(
    r"\b(?:stat(?:ed|ing|es(?= that))|said|says|not(?:es|ed|ing)|ruled|found|held|declar(?:ed|ing)|according to|"
    r"argued|"
    r"claimed?s?|threatened|warned)\b(?:[^.]{0,40}\bthat\b)?|selon|según|segundo|laut|согласно|по словам|بحسب|"
    r"ըստ",
    re.IGNORECASE,
)
HEADING = re.compile(
    r"^\W*(?:\d+[.)]\s*|[ivx]+[.)]\s*)?(?:(?:our|key|main|urgent|policy|the|general|specific|nos|nuestras|"
    r"nossas|unsere) )*(?:recommendations?|recommended actions?|what (?:can|must|should|needs to) be done|"
    r"what (?:is|we) (?:needed|ask|demand|urge|call for)\b.*|calls? (?:to|for) action|our calls?|calls|demands|"
    r"asks|next steps|"
    r"(?:the )?way forward|(?:urgent|immediate|necessary|required) (?:measures|actions?|steps)|"
    r"actions? (?:needed|required)|measures|we (?:call|urge|recommend|ask|demand)\b.*|"
    r"recommandations?|que faire|ce qu.il faut faire|demandes|nos demandes|mesures (?:urgentes|nécessaires)|"
    r"nous (?:appelons|demandons|recommandons|exhortons)\b.*|"
    r"recomendaciones?|qué (?:hacer|se puede hacer|debe hacerse)|exigencias|peticiones|demandas|llamados?|"
    r"medidas (?:urgentes|necesarias)|(?:pedimos|exigimos|instamos|recomendamos)\b.*|"
    r"recomendaç(?:ões|ão)|o que (?:fazer|pode ser feito|deve ser feito)|pedidos|exigências|reivindicações|"
    r"empfehlungen|forderungen|was (?:zu tun ist|getan werden (?:kann|muss)|jetzt zu tun ist)|wir fordern\b.*|"
    r"handlungsempfehlungen|"
    r"рекомендации|что (?:делать|можно сделать|необходимо сделать|нужно сделать)|требования|наши требования|"
    r"призывы?|мы (?:призываем|требуем|рекомендуем)\b.*|"
    r"öneriler(?:imiz)?|tavsiyeler(?:imiz)?|talepler(?:imiz)?|ne yapılmalı|çağrımız|"
    r"tövsiyələr(?:imiz)?|tələblər(?:imiz)?|nə (?:etməli|edilməlidir)|təkliflər|"
    r"առաջարկություններ|առաջարկներ|պահանջներ|հանձնարարականներ|ինչ (?:անել|կարելի է անել|պետք է անել)|"
    r"մեր (?:կոչը|պահանջները)|"
    r"التوصيات|توصيات|المطالب|مطالبنا|مطالب|ما (?:يجب|ينبغي) (?:فعله|عمله)|ما العمل)\W*$",
    re.IGNORECASE,
)
# Headings of parts in which nothing is asked any more.
ELSEWHERE = re.compile(
    r"^\W*(?:(?:appendix|annex|background|about|contact|notes?|endnotes?|references|sources|for (?:more|"
    r"further) information|media contact|signator\w+|signed|methodology|further reading)\b.*|annexe|contexte|"
    r"à propos.*|antecedentes|contexto|anexo|acerca de.*|sobre .*|contacto|contato|hintergrund|anhang|"
    r"über uns.*|kontakt|приложение|справка|контакты|о нас|ek|arka plan|hakkında.*|iletişim|əlavə|arayış|"
    r"haqqında.*|əlaqə|հավելված|նախապատմություն|մեր մասին|ملحق|خلفية|معلومات أساسية|نبذة.*|للتواصل)\W*$",
    re.IGNORECASE,
)
# A lead-in ends with the addressees whom the list below asks.
TO_WHOM = re.compile(
    r"^\W*(?:to|for|à|aux?|a|al|a las?|a los|an(?: die| den| das)?|ao|aos|às?|к|для|إلى)\s+(?:the\s+|la\s+|"
    r"le\s+|les\s+|l[’'])?(?P<to>[^:.]{2,160}?)\s*:?\s*$",
    re.IGNORECASE,
)
# An item in the imperative, as English lists have it.
IMPERATIVE = re.compile(
    r"^\W*(?:(?:immediately|urgently|publicly|fully|also|unconditionally|promptly|not|do not|"
    r"never) )*(?:impose|stop|end|halt|cease|open|re-?open|lift|allow|ensure|guarantee|provide|deploy|send|"
    r"establish|create|condemn|release|free|refer|support|protect|adopt|suspend|investigate|hold|bring|grant|"
    r"let|press|call|demand|make|take|use|urge|convene|"
    r"fund|increase|strengthen|recogni[sz]e|respect|refrain|withdraw|implement|enforce|extend|renew|appoint|"
    r"publish|speak|act|prevent|evacuate|monitor|mediate|broker|negotiate|resume|start|begin|join|give|keep|"
    r"work|apply|comply|cooperate|co-operate|disarm|freeze|ban|bar|prosecute|arrest|extradite|restore|return|"
    r"repeal|amend|ratify|invoke|request|raise|"
    r"engage|facilitate|initiate|launch|mandate|authori[sz]e|reject|cancel|cut|deny|denounce|document|collect|"
    r"preserve|share|set|put|pay|accept|admit|resettle|warn|visit|dispatch|honou?r|abide|abandon|acknowledge|"
    r"address|designate|determine|employ|expand|include|invite|issue|pass|place|pledge|prioriti[sz]e|prohibit|"
    r"pursue|reduce|remove|review|secure|uphold|vote)\b",
    re.IGNORECASE,
)
# In “it is vital that the Council act”: what may follow whom it asks.
ANY_VERB = re.compile(
    r"(?<=\s)(?:to |act|acts|take|takes|make|do|does|impose|ensure|send|stop|end|begin|start|put|use|press|"
    r"condemn|recogni[sz]e|support|protect|remain|remains|receive|respond|hold|not |be |is |are |work|join|"
    r"speak|intervene|provide|open|demand|call|agiss\w+|prenn\w+|actúe\w*|tome\w*|adopte\w*|aja\w*)",
    re.IGNORECASE,
)

# What a lead-in calls the list below it, where it has no verb of asking: “May we put four requests before you:”.
LIST = re.compile(
    r"\b(?:requests?|recommendations?|demands?|proposals?|asks?|calls?|appeals?|"
    r"demandes?|recommandations?|propositions|"
    r"peticiones|recomendaciones|propuestas|solicitudes|pedidos|recomendações|propostas|"
    r"forderungen|empfehlungen|bitten|vorschläge|"
    r"просьб\w*|рекомендаци\w*|требовани\w*|предложени\w*|призыв\w*|talep\w*|öneri\w*|tavsiye\w*|"
    r"çağrı\w*|istek\w*|tələb\w*|tövsiyə\w*|təklif\w*|xahiş\w*|çağırış\w*)\b|"
    r"խնդր\w+|պահանջ\w*|առաջարկ\w*|կոչ\w*|مطالب\w*|توصيات|التوصيات|طلبات|نطلب",
    re.IGNORECASE,
)
# Paragraphs of a resolution that state and do not ask.
STATES = re.compile(
    r"^\W*(?:strongly |deeply |firmly |again |solemnly )?(?:condemns?|deplores?|notes?|takes note|expresses|"
    r"welcomes?|recalls?|reaffirms?|affirms?|declares?|commends?|"
    r"regrets?|recogni[sz]es|acknowledges|considers?|decides to remain|condamne|déplore|prend note|exprime|"
    r"salue|condena|deplora|toma nota|expresa|acoge|lamenta|verurteilt|bedauert|осуждает|выражает|приветствует|"
    r"kınar|qınayır|դատապարտում է|تدين|يدين)\b",
    re.IGNORECASE,
)
# Where a sentence that asks goes on to ask another: “on A to do this, and on B to do that”.
NEXT_ASKED = re.compile(
    r",?\s+(?:and\s+)?(?=(?:up)?on (?:the |all |every |its |[A-Z])[^.;]{2,90}? to [a-z])|"
    r"[,;]\s+(?:and\s+)?(?=(?:the |all )?(?:[A-Z][\w’'-]*\s+){1,6}(?:of\s+(?:the\s+)?(?:[A-Z]\w+\s+)+)?to [a-z])|"
    r",?\s+(?:et\s+)(?=(?:à|aux?|la|le|les|l[’'])\s?[^,.;]{3,60}\s(?:à|de|d[’'])\s?\w+(?:er|ir|re)\b)|"
    r",?\s+(?:y|e)\s+(?=(?:al?|ao|aos|à|às)\s[^,.;]{3,60}\s(?:a|que|para que)\s\w+)|"
    r",?\s+(?:und\s+)(?=(?:die|den|das|alle)\s[^,.;]{3,60},\s)"
)
THAT = re.compile(r"\b(?:that|que|qu[’']|dass|чтобы)(?!\w)|(?<!\w)أن(?!\w)")
NEXT_THAT = re.compile(r";\s+(?:(?:and|et|y|e|und|и)\s+)?(?=(?:that|que|dass|чтобы)\s|qu[’'])")
# Where a clause may end, and another begin.
CLAUSE = re.compile(
    r"(?:[;:–—,]\s+(?:and|but|while|et|mais|y|pero|e|mas|und|aber|и|а|ve|ancak|və|amma|և|իսկ)?\s*|"
    r"\s(?:and|but|while|et|mais|y|e|und|и|а|ve|və|և)\s+)(?=[^\W\d_])"
)
RELATIVE = re.compile(r"(?:which|who|that|where|whose|qui|que|dont|où|die|der|das|котор\w+|где|o qual)$", re.IGNORECASE)
