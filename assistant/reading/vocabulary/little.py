"""Words that carry no meaning of their own in a question."""

from __future__ import annotations

from assistant.reading.vocabulary.roles import Said

LITTLE = Said(
    en="but however folks ms mr mrs sourced brought everyone arrived thanks cumulative cumulated straight finally overall wise somebody really "
    "track tracked tracking exist exists available recorded right among amongst ones their those "
    "advance kindly meant basically altogether thing things pieces "
    "a an the of for to in on at as is are was were be been being am do does did done has have "
    "had having will would can could may might shall i me my we us our ours you your yours it "
    "its they them their he she his her this that these those there here who whom whose what "
    "how when where please pls thanks thank hi hello hey dear ok okay well so just only also "
    "too really actually exactly roughly about approximately currently now today give show "
    "tell get see find fetch display pull present provide let know want need like wonder "
    "wondering looking look check say answer report somebody someone people person persons "
    "with from by per each via through within during between among and or if than then "
    "that's what's let's i'd we've company business firm kpi kpis metric metrics "
    "indicator indicators number figure figures data stats stat info information result quick "
    "quickly simple bit going go come came coming comes since until till up down out over "
    "under off into onto one ones some any all every both such same i'm we're you're how're m "
    "re ve ll d t s don wouldn remind again once "
    "more rather generally usually far yet already still ever respectively namely following "
    "question performing perform performed doing compared according regarding concerning terms "
    "term case hand side end lot originate originated originating attributable attributed "
    "attribute owing using use used run ran ask period periods date dates time times reports "
    "breakdown detail details detailed total curious idea possible month's quarter's "
    "year's week's exact current latest actual respective given specific account accounted "
    "accounting represent represents represented make makes consist worked works work working "
    "boss colleague meeting's marketing sales people's we'd you'd tell's whether "
    "anything something stand stood standing sit sitting land amount amounted amounts equal "
    "equals reach reached hit lie running needed delivered deliver delivering help helps "
    "helped overall's every everything nowadays back them himself herself myself ourselves themselves place placed places put puts putting take takes taken taking took bit lot lots few several bunch kind sort sorts way ways facts really pretty quite very even maybe perhaps likely apparently honestly frankly simply literally effectively ideally eventually guys department colleague colleagues folk house around across along alongside away ago apart ahead together towards toward upon onto within while because unless although though despite moment situation state picture sense magnitude break spread keeps getting got manage managed managing happen happens happened occur occurred occurs seem seems seemed appear appears appeared feel feels felt think thinks thought believe guess suppose assume remember forgot shall gonna wanna gotta lemme dunno ya yeah yes yep nope hiya morning afternoon evening cheers cordially regards sincerely retrieve grab output print compile prepare draft ready main important relevant interesting useful necessary required organisation organization structure entity actual actuals real realised realized official officially recorded registered counted exact precisely approximate approx circa",
    fr="mais cependant toutefois mme monsieur madame mlle arrivés arrivé arrivées arrivent rattaché rattachés monde avions aviez étions étiez calées calés calé cumulé cumulée cumulés finalement merci argent ensuite vraiment réellement moment "
    "celui celle ceux celles ceci parmi avance suivons suit suivis suivies "
    "utilisons utilise existe existent disponibles disponible enregistrés enregistrées enregistre "
    "cordialement notamment truc trucs chose choses bref voilà "
    "quelqu personne personnes gens le la les l un une des de du d "
    "au aux en dans sur pour par avec a à et ou où donc or car que qu qui quoi dont "
    "lequel est es sont était étaient etait etaient sera fut ete été être etre avoir ai as "
    "avons avez ont avait avaient eu aura je j tu il elle on nous vous ils elles me m te t se "
    "s lui leur leurs y ce c cet cette ces cela ça ca mon ma mes ton ta tes son sa ses notre "
    "nos votre vos quel quelle quels quelles combien comment quand svp stp plait plaît merci "
    "bonjour salut coucou cher chère ok bon alors ben bah euh hein dis moi donne donner donnez "
    "montre montrer montrez affiche afficher affichez dire dites indique indiquer indiquez "
    "voir sais savoir savez connaître connaitre veux voudrais voudrions aimerais souhaite "
    "souhaiterais souhaitons peux peut pouvez pourrais pourriez puis faut falloir besoin "
    "cherche chercher trouve trouver sors sortir extrais extraire fournis présente "
    "actuellement actuel actuelle actuels actuelles aujourd hui désormais encore déjà toujours "
    "exactement environ peu près précisément vraiment seulement juste aussi également "
    "très bien kpi kpis indicateur indicateurs métrique métriques chiffre chiffres donnée "
    "données stats stat info infos résultat entreprise société boîte boite "
    "business activité est-ce quel's fait faire faites faisons font fais faisait va vas vont "
    "allait allons depuis jusque jusqu entre chez vers lors pendant durant avant après sous "
    "rappelle rappeler rappel point question s'il si ne n plus moins ainsi comme même tout "
    "toute tous toutes chaque provenant provient proviennent venant vient viennent venus "
    "venues venu issu issus issue issues grâce via origine générés attribué attribués "
    "attribuable dus due dues période periode date dates fois détail détails détaille "
    "détailler détaillé situe situent élève élèvent monte s'élève représente représentent "
    "représentait marketing vente commerciale globalement petit côté niveau terme termes "
    "matière concernant concerne rapidement vite là ici tourne tournent marche marchent passe "
    "passé passent patron chef boss curieux curiosité global donné dû réel réelle exact exacte "
    "précis précise respectif respectifs respectives suivant suivante suivants dépôt organisation structure groupe entité maison boutique cabinet réunion présentation collègue collègues associé associés nôtre nôtres vôtre vôtres leurs soi eux autrui chacune place placer placé placés mettre met mets mettent mettons mis mise prendre prend prends prennent prenons tenir tient tiens tenu probablement apparemment franchement honnêtement simplement littéralement effectivement normalement idéalement concrètement finalement éventuellement évidemment clairement carrément parce lorsque lorsqu puisque puisqu tandis afin malgré sinon quoique dès envers auprès autour travers moyennant situation vue idée sens niveau ordre grandeur manière façon façons sorte sortes genre espèce réussir réussissons parvenir parvenons semble semblent paraît paraissent pense penses pensons crois croyez croit suppose imagine souviens rappelles oublié ouais oui nan yes hello bjr slt cc salutations cdt cdlt bàt mercii plz sortez récupérez établir établis préparer prépare prépares rédige dresse dresser chiffrer évalue évaluer principal principale principaux principales important importante intéressant utile nécessaire pertinent réels réelles officiel officielle officiellement définitif définitive enregistré comptabilisé comptabilisés comptabilisée compté comptés recensé recensés approximativement grosso modo intégral intégralité totalité travailler travaille travaillé bosse bosser coup coups partie quelques plusieurs divers différents différentes certain certains certaine certaines tel telle tels telles autant tant beaucoup trop assez presque quasiment aller allez allé venir revenir reviens comprendre comprends regarde regarder regardons voyons vois voit suivre suivez bout fond",
)

#: Words that tell which language a question is in.
MARKS = Said(
    en="until before after today ago better than is per until between during within their it there not no any all these those "
    "now first second ratio payback period average median deals size highest lowest a an and are at best between by campaign campaigns channel channels compared cost costs "
    "customer customers did do does for from give has have how in is last least many me "
    "month most much my number of on or our previous quarter rate show since tell that the "
    "this to us was we week were what which who why with without worst year yesterday your",
    fr="a affaires annee au aux avec avez avons ca campagne campagnes canal canaux ce ces cette "
    "chiffre clients combien comment cout couts d dans de depuis dernier derniere dernieres "
    "derniers des donne du en entre est et etaient etait hier il l la le les liste ma "
    "meilleur mes moi moins mois mon montre nos notre nous on ont ou par pire plus pour "
    "pourquoi que quel quelle quelles quelqu quels qui quoi sans semaine sont sur taux "
    "trimestre un une vos votre vous",
)

#: Words that may stand inside the name of a KPI or between its parts.
BETWEEN = Said(
    en="a an are as at be been by did do does each every for from had has have in is it its my "
    "of on one our per s t that the their to us was we were which with y your",
    fr="au aux avez avons c ce cela chaque d de des du elle elles en est fait font il ils l la "
    "le les leur leurs ma mes mon nos notre nous nous-memes ont par pour qu que qui se sont "
    "sur un une vos votre",
)
