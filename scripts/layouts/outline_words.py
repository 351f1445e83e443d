"""The wordings of the grid of outlines: invented minutes of many kinds of bodies."""

BODIES = (
    ("Commune de Valmont-le-Vieux", "Procès-verbal de la séance du conseil municipal du 12 mars 2024"),
    ("Association Les Jardins de la Brèche", "Compte rendu de l'assemblée générale du 5 avril 2024"),
    ("Résidence Les Alouettes", "Procès-verbal de l'assemblée générale des copropriétaires du 14 juin 2024"),
    ("Comité social et économique de Verlac SAS", "Réunion ordinaire du 21 mai 2024"),
    ("École primaire Jacques Tournel", "Conseil d'école du 7 novembre 2023"),
    ("Groupe de travail Mobilités rurales", "Compte rendu de la réunion du 9 octobre 2024"),
    ("Centre hospitalier de Bressac", "Commission des usagers, séance du 18 janvier 2024"),
    ("Club nautique de Port-Mérel", "Réunion du comité directeur du 2 février 2024"),
)

PEOPLE = (
    "Aline Corbier", "Hugo Ferrand", "Inès Marchal", "Luc Brunelle", "Odile Tavernay", "Paul Quérin",
    "Nadège Lormeau", "Yvan Terrasson", "Solène Bricard", "Karim Belhadri", "Jeanne Oudoul", "Marc Vasselin",
)  # fmt: skip

ATTENDANCE = (
    ("Présents", "Excusés"),
    ("Étaient présents", "Absents excusés"),
    ("Participants", "Excusés"),
    ("Membres présents", "Membres absents"),
    ("Personnes présentes", "Personnes excusées"),
)

AGENDAS = ("Ordre du jour", "Rappel de l'ordre du jour", "Points à l'ordre du jour")

CLOSINGS = ("Questions diverses", "Prochaine réunion", "Dates à retenir", "Divers")

PARTS = (
    ("Première partie", "Deuxième partie"),
    ("Assemblée générale ordinaire", "Assemblée générale extraordinaire"),
    ("Matinée", "Après-midi"),
    ("Temps 1 : bilan", "Temps 2 : perspectives"),
)

TITLES = (
    "Approbation du procès-verbal", "Bilan de la saison", "Budget primitif", "Travaux de la cour",
    "Éclairage du stade", "Tarifs de la cantine", "Règlement intérieur", "Achat d'un broyeur",
    "Vie du jardin", "Effectifs de la rentrée", "Sécurité des abords", "Entretien de l'ascenseur",
    "Ravalement de la façade", "Formation des bénévoles", "Site internet", "Convention avec la ligue",
    "Calendrier des régates", "Rapport moral", "Rapport financier", "Élection du bureau",
    "Navette du marché", "Covoiturage", "Pistes cyclables", "Accueil des nouveaux arrivants",
    "Plaintes et réclamations", "Qualité des repas", "Temps d'attente aux urgences", "Orientation budgétaire",
    "Local à vélos", "Subventions aux associations", "Recrutement d'un agent", "Bulletin communal",
    "Fête de l'école", "Classe de découverte", "Télétravail", "Activités sociales et culturelles",
    "Prévention des risques", "Salaires et intéressement", "Chauffage collectif", "Compteurs d'eau",
)  # fmt: skip

LONG_TITLES = (
    "Autorisation donnée au maire de signer la convention relative à l'entretien des haies bocagères",
    "Présentation du rapport annuel sur le prix et la qualité du service de l'eau potable",
    "Choix de l'entreprise chargée du remplacement des menuiseries de la salle des associations",
    "Retour sur l'enquête menée auprès des familles au sujet des horaires de la garderie du soir",
    "Demande de subvention auprès du département pour la réfection du chemin de la fontaine",
    "Renouvellement du contrat de maintenance de la chaufferie et des pompes de relevage",
    "Point d'avancement du chantier de la passerelle et calendrier des prochaines étapes",
    "Consultation du comité sur le projet de réorganisation des équipes du site de production",
    "Répartition des charges communes après la division du lot numéro douze en deux logements",
    "Modification des statuts afin d'ouvrir le conseil d'administration aux bénévoles mineurs",
    "Mise en place d'un registre des plaintes et d'une réponse écrite sous quinze jours ouvrés",
    "Évolution du standard de données et articulation avec les travaux menés à l'échelle nationale",
    "Organisation de la journée de nettoyage des berges avec les écoles et les clubs voisins",
    "Cession à l'euro symbolique de la parcelle boisée située derrière l'ancienne scierie",
    "Bilan de la campagne de vaccination et perspectives pour le personnel de nuit",
    "Achat de deux voiles d'avant et remise en état de la remorque destinée aux stages d'été",
    "Fixation du montant de la participation des communes aux frais de fonctionnement de l'école",
    "Création d'un emploi saisonnier à temps non complet pour la surveillance de la baignade",
    "Désignation des représentants de l'association au comité de pilotage du pôle alimentaire",
    "Étude de faisabilité d'un réseau de chaleur au bois desservant les bâtiments publics",
    "Examen des devis reçus pour la reprise de l'étanchéité de la terrasse du cinquième étage",
    "Adhésion au groupement de commandes pour la fourniture d'électricité et de gaz naturel",
    "Attribution des créneaux du gymnase aux sections sportives pour la saison à venir",
    "Suites à donner au courrier des riverains concernant le bruit de la station de lavage",
)

INNER = ("état des lieux", "calendrier", "coût", "suites", "avis du comité", "décision", "présentation")

SENTENCES = (
    "Le président rappelle les échanges de la séance précédente et présente le dossier remis à chacun.",
    "Une participante demande que les devis soient comparés sur la même durée d'engagement.",
    "La trésorière précise que la dépense est couverte par l'excédent de l'an dernier.",
    "Les travaux devraient commencer après les congés d'été et durer environ six semaines.",
    "Plusieurs membres regrettent que le rapport ait été envoyé aussi tard.",
    "Il est proposé de reporter ce point si les pièces manquantes n'arrivent pas à temps.",
    "Le syndic indique que trois entreprises ont répondu et qu'une seule respecte le cahier des charges.",
    "Les enseignantes remercient les parents qui ont accompagné la sortie au musée.",
    "La direction répond que les postes vacants seront pourvus avant la fin du trimestre.",
    "Un long échange s'engage sur la manière de répartir les frais entre les sections.",
    "Le groupe constate que les données sont incomplètes et que la méthode doit être revue.",
    "La secrétaire lit le courrier reçu et propose une réponse qui sera jointe au dossier.",
    "Le chef de service explique que le délai moyen a baissé depuis l'ouverture du second guichet.",
    "Après discussion, chacun convient qu'une visite sur place sera utile avant de trancher.",
)

ITEMS = (
    "Rien à signaler.",
    "Le point est reporté.",
    "Le devis est accepté.",
    "Aucune remarque n'est formulée.",
    "La réponse est attendue pour le mois prochain.",
    "Le dossier suit son cours.",
    "Une visite aura lieu au printemps.",
)

BULLETS = (
    "remplacement des joints de la verrière",
    "achat de trois tables pliantes",
    "nettoyage des gouttières avant l'hiver",
    "relance du fournisseur de peinture",
    "mise à jour de la liste des adhérents",
    "peinture du portail et des volets",
    "réparation de la clôture du pré",
    "commande de fournitures pour l'atelier",
)

DECISIONS = (
    "Adopté à l'unanimité.",
    "Vote : 9 pour, 1 contre, 2 abstentions.",
    "Après en avoir délibéré, l'assemblée approuve la proposition à la majorité.",
    "Pour : 11 – Contre : 0 – Abstention : 1",
)

FALSE = (
    "Le conseil approuve cette proposition à l'unanimité des membres présents.",
    "Adopté à l'unanimité",
    "Vote : 9 pour, 1 contre, 2 abstentions",
    "Cette somme sera inscrite au budget et la dépense fera l'objet d'un suivi régulier.",
    "Il est rappelé que les réponses sont attendues avant le 30 avril.",
)
