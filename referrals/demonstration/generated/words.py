"""Names, shares and sentences of made-up cases. All of it is invented; the shares are near what is published."""

from referrals.enums import Danger, Exploitation, LastContact, NoteKind, RiskLevel

GIVEN = [
    "Ana",
    "Andrei",
    "Arben",
    "Bo",
    "Chi",
    "Chidi",
    "Dai",
    "Danh",
    "Desta",
    "Elira",
    "Eva",
    "Filip",
    "Florin",
    "Gift",
    "Goran",
    "Hana",
    "Hoang",
    "Huong",
    "Ilir",
    "Ion",
    "Isaias",
    "Jan",
    "Jun",
    "Kaleb",
    "Kofi",
    "Kwame",
    "Lan",
    "Liam",
    "Linh",
    "Mai",
    "Marek",
    "Mehret",
    "Mihai",
    "Minh",
    "Noor",
    "Noah",
    "Oluwa",
    "Petra",
    "Quang",
    "Rahul",
    "Rosa",
    "Sami",
    "Selam",
    "Sokol",
    "Tariq",
    "Thi",
    "Tomasz",
    "Tyler",
    "Van",
    "Wei",
    "Xuan",
    "Yonas",
    "Yusuf",
    "Zala",
]
ROOTS = [
    "Ab",
    "Ba",
    "Che",
    "Do",
    "El",
    "Fa",
    "Go",
    "Ha",
    "Iv",
    "Ja",
    "Ko",
    "Lu",
    "Mo",
    "Ne",
    "Os",
    "Pa",
    "Ro",
    "Sa",
    "Te",
    "Vu",
]
ENDS = [
    "ajda",
    "bewu",
    "cescu",
    "dze",
    "escu",
    "ferri",
    "goran",
    "hari",
    "ici",
    "jaro",
    "kova",
    "lescu",
    "mbe",
    "ngo",
    "opoulos",
    "pal",
    "qiri",
    "rano",
    "shvili",
    "tran",
]
FAMILY = [f"{root}{end}" for root in ROOTS for end in ENDS]
STREETS = [
    f"{first}{last}"
    for first in [
        "Alder",
        "Birch",
        "Church",
        "Daw",
        "Elm",
        "Fen",
        "Gorse",
        "Hazel",
        "Ivy",
        "Jack",
        "Kings",
        "Lime",
        "Mill",
        "North",
        "Oak",
        "Park",
        "Quarry",
        "Rook",
    ]
    for last in [
        " Road",
        " Street",
        " Lane",
        "wood Close",
        "field Avenue",
        "ham Way",
        "ley Drive",
        "ton Court",
        "mere Gardens",
        "bury Terrace",
    ]
]
NATIONALITIES = {
    "GBR": 26, "ALB": 14, "VNM": 11, "ERI": 9, "SDN": 7, "ROU": 6, "IND": 4, "IRN": 4, "NGA": 4, "CHN": 3, "POL": 3,
    "AFG": 3,
}  # fmt: skip
CHILDREN, UNSURE_AGE = 0.38, 0.02
MEN = {True: 0.77, False: 0.70}
# Of grown people, and of children.
KINDS = {
    False: {
        Exploitation.FORCED_WORK: 38, Exploitation.FORCED_CRIME: 22, Exploitation.PROSTITUTION: 14,
        Exploitation.WAGES_TAKEN: 10, Exploitation.SERVITUDE: 6, Exploitation.FRAUD: 4, Exploitation.HELD: 3,
        Exploitation.OTHER: 2, Exploitation.ORGANS: 1,
    },
    True: {
        Exploitation.FORCED_CRIME: 52, Exploitation.CHILD_SEXUAL: 18, Exploitation.FORCED_WORK: 16,
        Exploitation.SERVITUDE: 6, Exploitation.HELD: 4, Exploitation.OTHER: 4,
    },
}  # fmt: skip
# How many were referred in a year, as a share of all since 2016.
YEARS = {
    2016: 3805, 2017: 5136, 2018: 6974, 2019: 10606, 2020: 10582, 2021: 12700, 2022: 16921, 2023: 17004, 2024: 19125,
    2025: 23411, 2026: 22000,
}  # fmt: skip
RISKS = {RiskLevel.VERY_HIGH: 6, RiskLevel.HIGH: 24, RiskLevel.MEDIUM: 42, RiskLevel.STANDARD: 28}
DANGERS = {Danger.AT_RISK: 30, Danger.SAFE_NOW: 55, Danger.NOT_SURE: 9, Danger.STILL_IN_IT: 6}
CONTACTS = {
    LastContact.WEEK: 30, LastContact.MONTH: 25, LastContact.THREE_MONTHS: 15, LastContact.SIX_MONTHS: 10,
    LastContact.YEAR: 8, LastContact.LONGER: 7, LastContact.NOT_SURE: 5,
}  # fmt: skip
NOTE_KINDS = {NoteKind.CONTACT: 35, NoteKind.INVESTIGATION: 25, NoteKind.SAFEGUARDING: 20, NoteKind.DISCUSSION: 20}

BEGAN = (
    "A friend of the family offered a job abroad and paid for the ticket.",
    "An advertisement on a social network promised good wages and a room.",
    "They met somebody in a café who said that work was easy to find.",
    "A cousin introduced them to a man who arranged the papers.",
    "They were stopped outside school and given a telephone and shoes.",
    "They owed money for the crossing, and were told that work would pay it off.",
    "Their passport was taken on the first evening and not given back.",
    "They were told that the debt had doubled because of food and transport.",
    "They came by lorry and were collected in a lay-by before dawn.",
    "Somebody they thought was a boyfriend asked for a favour, then for more.",
    "They were promised a place on a course that does not exist.",
    "They slept rough and accepted a bed from two men in a van.",
    "The agency that hired them has no address and does not answer.",
    "An older boy gave them money and later said that it had to be earned.",
    "They were moved between three houses in the first two weeks.",
    "They were told what to say if anybody in uniform asked.",
)
WORKED = (
    "They worked at a hand car wash from seven until dark, six or seven days a week.",
    "They looked after plants in a locked house and slept beside the lamps.",
    "They packed vegetables at night and were paid in cash, less rent and food.",
    "They carried packages by train to other towns and stayed in the flat of a stranger.",
    "They cleaned, cooked and looked after children without a day off.",
    "They were driven to addresses where men waited, and kept none of the money.",
    "They painted nails in a shop and slept in the room above it.",
    "They laid drives and cut trees, and slept in a caravan without water.",
    "Wages went to an account that somebody else held, with a card they never saw.",
    "They were told to take out telephones and loans in their own name.",
    "Somebody stood at the door, and calls home were listened to.",
    "When they asked for wages they were hit, and told of their family's address.",
    "They had no gloves or boots, and an injury to the hand was not treated.",
    "They were fed once a day and shared a mattress.",
    "They begged outside shops, and were searched every evening.",
    "They were made to sort stolen goods in a unit on an industrial estate.",
)
VIEWS = (
    "They were frightened, and looked at the man by the door before every answer.",
    "What they said was steady across two conversations with different interpreters.",
    "The room and the padlock that they described were found as they had said.",
    "Payslips and bank records show work but no wages.",
    "Three others at the same address described the same person and vehicle.",
)
NOTES = (
    "Spoke with them through an interpreter. They are safe, and know whom to call.",
    "Called the council. A worker will see them this week and tell us what is needed.",
    "The house was visited again. Nobody is there, and the landlord gave a name.",
    "They did not answer at the safe hour. Another try tomorrow, by text only.",
    "Talked it over with the sergeant. Enquiries at the bank go on.",
    "They asked what happens next. Explained the decision and the time it may take.",
    "The support worker says that they sleep better and have begun English lessons.",
    "The statement was read back to them and signed.",
    "The other force has the number plate on its cameras. Images were asked for.",
    "Their telephone was handed back. Messages were copied with their permission.",
)
REASONS = (
    "As the letter says: the account was weighed with what records show.",
    "As the letter says: what happened is described in detail and fits what is known.",
    "As the letter says: more information is needed about dates and places.",
    "Nothing is left to do here, and everybody concerned knows.",
)
TASKS = (
    "Call the support worker", "Ask the council for its assessment", "Get the interpreter's statement",
    "Check the vehicle with the other force", "Add the missing dates", "Tell the officer what was decided",
)  # fmt: skip
LABELS = (
    "Car wash", "Nail bar", "House with plants", "Farm", "Flat", "Take-away", "Building site", "Railway station",
    "School", "Caravan park", "Warehouse", "Care home",
)  # fmt: skip
