"""Common names of many countries, in the scripts they are written in. Put together by chance: nobody is meant."""

from typing import NamedTuple


class Naming(NamedTuple):
    """How people of a country may be called; share is how many of a hundred patients come from there."""

    country: str  # ISO 3166-1 alpha-2
    share: int
    families: list[str]
    women: list[str]
    men: list[str]


def _of(country: str, share: int, families: str, women: str, men: str) -> Naming:
    return Naming(country, share, families.split(), women.split(), men.split())


NAMINGS: tuple[Naming, ...] = (
    _of(
        "IE",
        30,
        "Murphy Kelly Byrne Ryan O’Brien Walsh Doyle Nolan Flynn Daly Quinn Brennan Kavanagh Hegarty Foley Ó_Faoláin",
        "Aoife Ciara Niamh Róisín Sinéad Orla Gráinne Maeve Siobhán Emma Grace Ellen",
        "Seán Conor Oisín Cian Patrick Liam Pádraig Eoin Fionn Darragh Rory Declan",
    ),
    _of(
        "GB",
        6,
        "Whitfield Harding Pryce Merrick Ashdown Caddick Fenwick",
        "Harriet Rosalind Megan Olive Edith",
        "Alun Gareth Stanley Rupert Callum",
    ),
    _of(
        "PL",
        8,
        "Nowak Mazur Król Wójcik Pawlak Gołąb Sęk",
        "Małgorzata Łucja Zofia Agnieszka Hanna",
        "Paweł Łukasz Grzegorz Tomasz Jędrzej",
    ),
    _of(
        "BR",
        5,
        "Conceição Araújo Magalhães Teixeira Assunção",
        "Júlia Thaís Letícia Mônica Inês",
        "João Otávio Vinícius Antônio Caíque",
    ),
    _of(
        "IN",
        5,
        "Deshpande Krishnan Banerjee Chaudhary Nambiar",
        "Ananya Lakshmi Sunita Meenakshi Ishita",
        "Rohan Venkatesh Arjun Sandeep Kabir",
    ),
    _of("IN", 3, "शर्मा वर्मा पाटील जोशी कुलकर्णी", "सुनीता आरती मीरा कविता पूजा", "राहुल विजय अमित संजय मोहन"),
    _of(
        "NG",
        4,
        "Okonkwo Adébáyọ̀ Ezenwa Ọláwálé Nwachukwu",
        "Chidinma Folásadé Ngozi Amarachi Ìfẹ́",
        "Chukwuemeka Olúwáṣeun Tunde Obinna Ikechukwu",
    ),
    _of(
        "UA",
        5,
        "Шевчук Коваленко Бондар Мельник Ткаченко Гончар",
        "Оксана Наталія Олена Ірина Соломія",
        "Андрій Тарас Богдан Микола Євген",
    ),
    _of("SY", 4, "الحلبي الشامي حداد خوري النجار", "فاطمة ليلى مريم سلمى نور", "محمود يوسف كريم سامر عمر"),
    _of("CN", 4, "王 李 张 陈 刘 欧阳", "秀英 丽华 晓梅 静怡 雨桐", "建国 志强 伟明 子轩 浩然"),
    _of("JP", 2, "佐藤 鈴木 高橋 渡辺", "さくら 美咲 陽子 花子", "健太 大輔 翔太 一郎"),
    _of("KR", 2, "김 박 최 정", "지우 서연 은주 미정", "민준 성호 영수 도현"),
    _of(
        "GR",
        3,
        "Κωνσταντίνου Νικολάου Γεωργίου Δημητρίου",
        "Ελένη Σοφία Κατερίνα Δέσποινα",
        "Γιώργος Νίκος Στέλιος Παναγιώτης",
    ),
    _of("ET", 2, "ተስፋዬ በቀለ ገብሬ አበበ", "ሰላማዊት ትዕግስት ሄለን ማርታ", "ዳዊት ዮሐንስ ሳሙኤል ብርሃኑ"),
    _of("IL", 1, "כהן לוי מזרחי פרץ", "תמר נועה שרה רבקה", "יוסף דוד אריאל משה"),
    _of("GE", 1, "ბერიძე კაპანაძე გელაშვილი", "ნინო თამარ ეკა", "გიორგი ლევან დავით"),
    _of("TH", 1, "สุขสันต์ ทองดี ศรีสุข", "สุดา มาลี พรทิพย์", "สมชาย ประเสริฐ อนันต์"),
    _of("LK", 1, "சிவகுமார் இராஜேந்திரன் நடராஜன்", "கமலா பவித்ரா மலர்", "முருகன் செல்வம் அரவிந்தன்"),
    _of("VN", 2, "Nguyễn Trần Đặng Phạm Huỳnh", "Thị_Hồng Ngọc_Ánh Bích_Thủy", "Văn_Đức Quốc_Hưng Minh_Tuấn"),
    _of(
        "DE",
        3,
        "Weißgerber Müller-Lüdenscheid Schäfer Köhler Großmann",
        "Käthe Anneliese Jördis Mareike",
        "Jürgen Götz Henning Matthäus",
    ),
    _of("TR", 2, "Yıldırım Çelik Öztürk Şahin Güneş", "Ayşe Gülşen Çiğdem İpek", "Oğuz Görkem İbrahim Çağlar"),
    _of(
        "PH",
        3,
        "Dimaculangan Magsaysay Catacutan Buenaventura",
        "Marisol Jocelyn Rosario Luzviminda",
        "Rodrigo Danilo Reynaldo Crisanto",
    ),
    _of("IS", 1, "Zoëga Hjaltested Blöndal Ísfeld", "Sólveig Þórunn Ásdís", "Björn Ólafur Ægir"),
    _of("PK", 2, "Qureshi Chaudhry Malik Siddiqui", "Zainab Saima Rukhsana Mahnoor", "Bilal Usman Imran Shahid"),
)

# Numbers that regulators keep free for stories, or that no network gives out; the last digits are drawn.
CALLING = {"IE": "+353 20 91{n:05d}", "GB": "+44 7700 9{n:05d}"}
STREETS = (
    "Orchard Lane", "Quay Street", "Chapel Road", "Mill Park", "Castle View", "Harbour Court", "Beech Avenue",
    "Station Road", "Abbey Terrace", "Riverside Walk",
)  # fmt: skip
TOWNS = ("Alderford", "Ballyalder", "Newbridge Cross", "Kilmoss", "Rathfern")
