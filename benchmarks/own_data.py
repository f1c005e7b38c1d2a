"""Tables as teachers have them, and what the pages say of them: `python -m benchmarks.own_data`.

Files are made from a seed, as scikit-learn, R, pandas, Kaggle, UCI, Excel and users write
them. Each has the reading that its author means; a row of the printed table ends in ✓ if it was read so.
"""

import random
import uuid
from collections.abc import Callable, Sequence
from typing import NamedTuple

from core.tables.instances import Instances, instances_of
from core.tables.point_table import PointTable, points_of
from ui.reading import read_table

SPECIES = ("setosa", "versicolor", "virginica")


class File(NamedTuple):
    """A file: which lesson reads it, what it is, its content, and how it is meant.

    meant is for lesson 1 the names of y and ŷ, the label that becomes 1 ("" for numbers) and the number of rows; for
    lesson 6 the names of the inputs and the label, the number of classes (0: values) and of points; None: it is to be
    refused. says is a part of what the page must say.
    """

    lesson: int
    what: str
    content: bytes
    meant: tuple[str, str, str, int] | tuple[tuple[str, ...], int, int] | None
    says: str = ""


def _lines(rows: Sequence[Sequence[object]], delimiter: str = ",", header: str = "") -> str:
    text = "\n".join(delimiter.join(map(str, row)) for row in rows)
    return f"{header}\n{text}\n" if header else f"{text}\n"


def _number(value: float, digits: int = 2) -> str:
    return f"{value:.{digits}f}"


def estimates(n: int = 40, y: Sequence[str] = ("0", "1"), write: Callable[[float], str] = _number) -> list[list[str]]:
    """Rows of a label and a probability of the second label that is somewhat right."""
    rng = random.Random(n)
    rows: list[list[str]] = []
    for _ in range(n):
        k = rng.randrange(2)
        rows.append([y[k], write(min(0.99, max(0.01, rng.gauss(0.3 + 0.4 * k, 0.2))))])
    return rows


def iris(label: Callable[[int], object] = SPECIES.__getitem__) -> list[list[object]]:
    """150 rows of four measurements, and the label of their class."""
    rng = random.Random(4)
    means = ((5.0, 3.4, 1.5, 0.2), (5.9, 2.8, 4.3, 1.3), (6.6, 3.0, 5.6, 2.0))
    return [[*(_number(rng.gauss(m, 0.2), 1) for m in means[at // 50]), label(at // 50)] for at in range(150)]


def plane(
    n: int = 60, label: Callable[[int], object] = str, write: Callable[[float], str] = _number
) -> list[list[object]]:
    """Two normal columns and the label of one of two classes."""
    rng = random.Random(n)
    return [[write(rng.gauss(3 * (k % 2), 1)), write(rng.gauss(0, 1)), label(k % 2)] for k in range(n)]


def numbered(rows: Sequence[Sequence[object]], first: int = 1, quote: str = "") -> list[list[object]]:
    """The rows with their numbers in front."""
    return [[f"{quote}{at}{quote}", *row] for at, row in enumerate(rows, start=first)]


def comma(value: float, digits: int = 2) -> str:
    """Write a number with a decimal comma."""
    return _number(value, digits).replace(".", ",")


def lesson_1() -> list[File]:
    """The files of y and ŷ."""
    rows = estimates()
    pairs = [[f"{1 - float(p):.2f}", p] for _, p in rows]
    three = [[y, f"{1 - float(p):.2f}", p] for y, p in rows]
    found = [
        ("y and ŷ by their names", _lines(rows, header="y,ŷ"), ("y", "ŷ", "")),
        ("scikit-learn's names", _lines(rows, header="y_true,y_prob"), ("y_true", "y_prob", "")),
        ("the estimate first", _lines([r[::-1] for r in rows], ";", "y_score;y_test"), ("y_test", "y_score", "")),
        (
            "capitals and spaces",
            _lines(rows, header="Actual Class, Predicted Probability"),
            ("Actual Class", "Predicted Probability", ""),
        ),
        ("no header", _lines(rows), ("column 1", "column 2", ""), "column 1 has y, since it holds only 0 and 1"),
        ("no header, ŷ first", _lines([r[::-1] for r in rows]), ("column 2", "column 1", ""), "column 2 has y"),
        ("a header of numbers", _lines(rows, header="0,1"), ("0", "1", ""), "numbers the columns"),
        (
            "with an id",
            _lines(numbered(rows, 892), header="PassengerId,Survived,p"),
            ("Survived", "p", ""),
            "PassengerId only numbers the rows",
        ),
        (
            "pandas with its index",
            _lines(numbered(rows, 0), header=",label,proba"),
            ("label", "proba", ""),
            "column 1 only numbers the rows",
        ),
        ("R with row names", _lines(numbered(rows, 1, '"'), header='"","truth","pred"'), ("truth", "pred", "")),
        (
            "label, prediction and probability",
            _lines([[y, round(float(p)), p] for y, p in rows], header="y,y_pred,y_prob"),
            ("y", "y_prob", ""),
        ),
        (
            "labels in words",
            _lines(estimates(y=("cat", "dog")), header="label,p"),
            ("label", "p", "dog"),
            "y is 1 where label is 'dog', and 0 where it is 'cat'",
        ),
        (
            "benign and malignant",
            _lines(estimates(y=("B", "M")), header="diagnosis,probability"),
            ("diagnosis", "probability", "M"),
            "'M', and 0 where it is 'B'",
        ),
        ("True and False", _lines(estimates(y=("False", "True")), header="actual,p"), ("actual", "p", "True")),
        ("yes and no", _lines(estimates(y=("no", "yes")), ";", "actual;score"), ("actual", "score", "yes")),
        ("labels 1 and 2", _lines(estimates(y=("1", "2")), header="class,p"), ("class", "p", "2"), "is '2', and 0"),
        ("labels −1 and 1", _lines(estimates(y=("-1", "1")), header="target,yhat"), ("target", "yhat", "1")),
        (
            "labels for both",
            _lines([["ab"[k % 2], "ab"[k % 3 % 2]] for k in range(40)], header="y_true,y_pred"),
            ("y_true", "y_pred", "b"),
            "holds labels, not probabilities",
        ),
        (
            "per cent without a sign",
            _lines(estimates(write=lambda p: f"{100 * p:.0f}"), header="y,p"),
            ("y", "p", ""),
            "is in per cent",
        ),
        (
            "per cent with a sign",
            _lines(estimates(write=lambda p: f"{100 * p:.1f}%"), header="y,forecast"),
            ("y", "forecast", ""),
            "is in per cent",
        ),
        (
            "rounding beyond 0 and 1",
            _lines([*rows, ["1", "1.0000001"], ["0", "-1e-9"]], header="y,p"),
            ("y", "p", "", 42),
            "by at most 10⁻⁶",
        ),
        (
            "a German export",
            _lines(estimates(write=comma), ";", "Klasse;Wahrscheinlichkeit"),
            ("Klasse", "Wahrscheinlichkeit", ""),
            "Commas are decimal",
        ),
        (
            "a French export, Windows-1252",
            _lines(estimates(write=comma), ";", "étiquette;probabilité").encode("cp1252"),
            ("étiquette", "probabilité", ""),
            "Windows-1252",
        ),
        (
            "quoted decimal commas",
            _lines(estimates(write=lambda p: f'"{comma(p)}"'), header="y,yhat"),
            ("y", "yhat", ""),
        ),
        ("Excel's sep=;", _lines(estimates(write=comma), ";", "sep=;\ny;p"), ("y", "p", "")),
        ("predict_proba alone", _lines(pairs), None, "(predict_proba), so none of them is y"),
        ("predict_proba with a header", _lines(numbered(pairs, 0), header=",class_0,class_1"), None, "predict_proba"),
        ("predict_proba beside y", _lines(three, header="y,proba_0,proba_1"), ("y", "proba_1", ""), "add up to 1"),
        (
            "scores z",
            _lines([[y, f"{10 * float(p) - 5:.2f}"] for y, p in rows], header="y_true,decision"),
            None,
            "If these are scores z, take σ(z)",
        ),
        (
            "missing and wrong cells",
            _lines([*rows, ["1", "NA"], ["", "0.3"], ["1", "soon"]], header="y,p"),
            ("y", "p", ""),
            "line 44: ŷ is 'soon'",
        ),
    ]
    return [File(1, *_whole(row)) for row in found]


def _whole(row: tuple[object, ...]) -> tuple[object, ...]:
    """Complete a row of the list: 40 rows unless it says otherwise, and no sentence."""
    what, content, meant, *says = row
    content = content.encode() if isinstance(content, str) else content
    return what, content, (*meant, 40) if isinstance(meant, tuple) and len(meant) == 3 else meant, *says


def lesson_6() -> list[File]:
    """The files of points."""
    sepal = ("SepalLengthCm", "SepalWidthCm")
    columns = "SepalLengthCm,SepalWidthCm,PetalLengthCm,PetalWidthCm,Species"
    rng = random.Random(6)
    gauss = rng.gauss
    heart = [
        [
            rng.randint(30, 77),
            rng.randrange(2),
            rng.randrange(4),
            rng.randint(94, 200),
            rng.randint(126, 400),
            rng.randrange(2),
        ]
        for _ in range(303)
    ]
    sorted_rows = [
        [_number(gauss(3 * (k // 25_000), 1)), _number(gauss(0, 1)), "ab"[k // 25_000]] for k in range(50_000)
    ]
    spiral = [[_number(k / 40 * ((-1) ** (k % 2)), 3), _number(gauss(0, 1), 3), k % 2] for k in range(194)]
    wine = [[k % 3 + 1, _number(gauss(13, 1)), _number(gauss(2, 1)), rng.randint(300, 1600)] for k in range(178)]
    price = [[_number(gauss(6, 1), 1), _number(gauss(60, 9), 1), _number(gauss(22, 9), 1)] for _ in range(200)]
    quality = [[_number(gauss(7, 1), 1), _number(gauss(0.5, 0.2)), rng.randint(1, 8)] for _ in range(160)]
    mixed = [*plane(label="ab".__getitem__), ["?", "1", "a"], ["1", "NA", "b"], ["1", "2", ""], ["x", "2", "b"]]
    ab = "ab".__getitem__
    return [
        File(
            6,
            "iris from Kaggle",
            _lines(numbered(iris(lambda k: f"Iris-{SPECIES[k]}")), header=f"Id,{columns}").encode(),
            ((*sepal, "Species"), 3, 150),
            "Id only numbers the rows",
        ),
        File(6, "iris from UCI", _lines(iris()).encode(), (("column 1", "column 2", "column 5"), 3, 150), "column 5"),
        File(
            6,
            "iris from scikit-learn's own file",
            _lines(iris(int), header="150,4,setosa,versicolor,virginica").encode(),
            (("column 1", "column 2", "column 5"), 3, 150),
            "counts rows and columns",
        ),
        File(
            6,
            "iris as a frame of scikit-learn",
            _lines(
                numbered(iris(int), 0),
                header=",sepal length (cm),sepal width (cm),petal length (cm),petal width (cm),target",
            ).encode(),
            (("sepal length (cm)", "sepal width (cm)", "target"), 3, 150),
            "column 1 only numbers the rows",
        ),
        File(
            6,
            "iris from R's write.csv",
            _lines(
                numbered(iris(), 1, '"'),
                header='"","Sepal.Length","Sepal.Width","Petal.Length","Petal.Width","Species"',
            ).encode(),
            (("Sepal.Length", "Sepal.Width", "Species"), 3, 150),
        ),
        File(
            6,
            "iris from R's write.table",
            _lines(numbered(iris(), 1, '"'), " ", '"SL" "SW" "PL" "PW" "Species"').encode(),
            (("SL", "SW", "Species"), 3, 150),
            "column 1 only numbers the rows",
        ),
        File(
            6,
            "banknote from UCI",
            _lines([[*(_number(gauss(0, 3), 4) for _ in "1234"), k % 2] for k in range(100)]).encode(),
            (("column 1", "column 2", "column 5"), 2, 100),
            "column 5",
        ),
        File(
            6,
            "moons with an index",
            _lines(numbered(plane(), 0), header=",x1,x2,y").encode(),
            (("x1", "x2", "y"), 2, 60),
        ),
        File(6, "exclusive or, four rows", b"x1,x2,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n", (("x1", "x2", "y"), 2, 4)),
        File(
            6,
            "exclusive or without a header",
            b"0 0 0\n0 1 1\n1 0 1\n1 1 0\n",
            (("column 1", "column 2", "column 3"), 2, 4),
        ),
        File(6, "two spirals, tabs", _lines(spiral, "\t").encode(), (("column 1", "column 2", "column 3"), 2, 194)),
        File(
            6,
            "heart disease",
            _lines(heart, header="age,sex,cp,trestbps,chol,target").encode(),
            (("age", "cp", "target"), 2, 303),
        ),
        File(
            6,
            "wine from UCI, label first",
            _lines(wine).encode(),
            (("column 2", "column 3", "column 1"), 3, 178),
            "taken from column 1",
        ),
        File(
            6,
            "label first, by its name",
            _lines([[r[2], *r[:2]] for r in plane(label=ab)], header="class,x,y").encode(),
            (("x", "y", "class"), 2, 60),
        ),
        File(
            6,
            "a German export",
            _lines(plane(label=("rot", "blau").__getitem__, write=comma), ";", "Länge;Breite;Klasse").encode(
                "utf-8-sig"
            ),
            (("Länge", "Breite", "Klasse"), 2, 60),
            "Commas are decimal",
        ),
        File(
            6,
            "a French export",
            _lines(plane(label=ab, write=comma), ";", "longueur;largeur;espèce").encode("cp1252"),
            (("longueur", "largeur", "espèce"), 2, 60),
            "Windows-1252",
        ),
        File(
            6,
            "Excel's Unicode text (UTF-16)",
            _lines(plane(label=ab), "\t", "größe\tbreite\tart").encode("utf-16"),
            (("größe", "breite", "art"), 2, 60),
        ),
        File(
            6,
            "UTF-16 without its mark",
            _lines(plane(label=ab), ";", "a;b;label").encode("utf-16-le"),
            (("a", "b", "label"), 2, 60),
        ),
        File(
            6,
            "50,000 rows, sorted by class",
            _lines(sorted_rows, header="x,y,class").encode(),
            (("x", "y", "class"), 2, 5000),
            "5,000 of 50,000 points were drawn at random",
        ),
        File(
            6,
            "prices: values to estimate",
            _lines(price, header="rooms,age,medv").encode(),
            (("rooms", "age", "medv"), 0, 200),
            "values to be estimated",
        ),
        File(
            6,
            "quality from 1 to 8",
            _lines(quality, header="acid,sugar,quality").encode(),
            (("acid", "sugar", "quality"), 8, 160),
            "could be values to be estimated",
        ),
        File(
            6,
            "titles above the table",
            ("Measured in May\n\n" + _lines(plane(label=ab), header="w,h,group")).encode(),
            (("w", "h", "group"), 2, 60),
            "passed over as a title",
        ),
        File(
            6,
            "a line of units",
            _lines(plane(label=ab), header="w,h,group\ncm,cm,").encode(),
            (("w", "h", "group"), 2, 60),
            "is no row of data: passed over",
        ),
        File(
            6,
            "comments and NumPy's names",
            _lines(plane(), " ", "# made by NumPy\n# x1 x2 label").encode(),
            (("x1", "x2", "label"), 2, 60),
            "passed over as comments",
        ),
        File(
            6,
            "commas at the ends of lines",
            _lines(plane(label=lambda k: f"{'ab'[k]},,"), header="w,h,class,,").encode(),
            (("w", "h", "class"), 2, 60),
        ),
        File(
            6,
            "a far outlier",
            _lines([*plane(label=ab), ["9999", "1", "a"]], header="w,h,class").encode(),
            (("w", "h", "class"), 2, 61),
            "w is far from the others in line 62: 9999",
        ),
        File(
            6,
            "a constant column",
            _lines([[5, *row] for row in plane(label=ab)], header="k,w,h,class").encode(),
            (("w", "h", "class"), 2, 60),
            "k has the same number in every row",
        ),
        File(
            6,
            "missing values",
            _lines(mixed, header="w,h,class").encode(),
            (("w", "h", "class"), 2, 60),
            "line 65: w is 'x'",
        ),
        File(
            6,
            "one class only",
            _lines(plane(label=lambda _: "a"), header="w,h,class").encode(),
            None,
            "All 60 rows have the same class, 'a'",
        ),
        File(6, "a workbook", b"PK\x03\x04" + bytes(60), None, "workbook"),
    ]


def further_1() -> list[File]:
    """More files of y and ŷ: names that decide, scores, text, and what stands among the rows."""
    rows, p = estimates(), [row[1] for row in estimates()]
    ids = [str(uuid.UUID(int=at * 7_919 << 64)) for at in range(40)]
    yes = estimates(y=("nein", "ja"), write=comma)
    two = [[("normal", "abnormal")[int(y)], q, f"{1 - float(q):.2f}"] for y, q in rows]
    three = [[k % 3, *(f"{0.8 if k % 3 == j else 0.1}" for j in range(3))] for k in range(40)]
    values = [[_number(50 + float(q), 3), _number(52 - float(q), 3)] for q in p]
    found = [
        ("ids that are UUIDs", _lines([[u, *r] for u, r in zip(ids, rows, strict=True)], header="customer,churn,p"),
         ("churn", "p", "")),
        ("dates", _lines([[f"{at:02d}.01.2024", *r] for at, r in enumerate(rows)], ";", "Datum;Regen;Vorhersage"),
         ("Regen", "Vorhersage", "")),
        ("ja and nein, Windows-1252", _lines(yes, ";", "überlebt;schätzung").encode("cp1252"),
         ("überlebt", "schätzung", "ja"), "Commas are decimal"),
        ("the name of ŷ has the label", _lines(estimates(y=("died", "survived")), header="outcome,P(died)"),
         ("outcome", "P(died)", "died"), "y is 1 where outcome is 'died'"),
        ("the probability of 1 first", _lines([[y, q, f"{1 - float(q):.2f}"] for y, q in rows], header="y,p1,p0"),
         ("y", "p1", ""), "p1 was taken for ŷ"),
        ("p_abnormal and p_normal", _lines(two, header="finding,p_abnormal,p_normal"),
         ("finding", "p_abnormal", "abnormal"), "p_abnormal was taken for ŷ"),
        ("predict_proba of three classes", _lines(three, header="y,proba_0,proba_1,proba_2"),
         ("y", "proba_2", "2"), "one of the 2 other labels"),
        ("the header again in the middle", _lines([*rows[:20], ["y", "p"], *rows[20:]], header="y,p"),
         ("y", "p", ""), "Line 22 repeats the names"),
        ("a table of Markdown", "| y | p |\n|---|--:|\n" + "\n".join(f"| {y} | {q} |" for y, q in rows),
         ("y", "p", "")),
        ("dashes for missing values", _lines([*rows, ["1", "-"], ["0", "None"]], header="y,p"),
         ("y", "p", ""), "line 42: ŷ is missing"),
        ("Yes beside yes", _lines([["no" if y == "0" else ("yes", "Yes")[at % 4 == 0], q]
                                   for at, (y, q) in enumerate(rows)], header="ok,p"),
         ("ok", "p", "yes"), "differ only in capitals"),
        ("scores from 0 to 10", _lines([[y, f"{10 * float(q):.1f}"] for y, q in rows], header="y,score"), None,
         "a probability goes from 0 to 1"),
        ("values and their estimates", _lines(values, header="y_true,y_pred"), None, "for y, 0 and 1"),
        ("a letter", "Dear all, here is\nthe list, of books to buy\nBest wishes, Anna\n", None,
         "no column has numbers"),
        ("two rows", "y,p\n1,0.8\n0,0.3\n", ("y", "p", "", 2)),
    ]  # fmt: skip
    return [File(1, *_whole(row)) for row in found]


def further_6() -> list[File]:
    """More files of points: units, thousands, gaps, small tables, and titles with numbers."""
    rng, ab = random.Random(7), "ab".__getitem__
    points = plane(label=ab)

    def money(at: int) -> list[str]:
        low, high = f"{rng.randint(1_000, 99_999):,}", f"{rng.randint(1_000_000, 9_999_999):,}"
        return [low, high, "ab"[at % 2]]

    sums = [money(at) for at in range(60)]
    german = [[low.replace(",", ".") + ",50", high.replace(",", "."), k] for low, high, k in sums]
    dollars = [[f'"${low}"', f'"{high}"', k] for low, high, k in sums]
    french = [[low.replace(",", " "), high.replace(",", "\u202f"), k] for low, high, k in sums]
    pointed = [[low.replace(",", "."), high.replace(",", "."), k] for low, high, k in sums]
    with_units = [
        [f"{rng.randint(150, 199)} cm", f"{rng.randint(50, 99)},5 kg", ("nein", "ja")[k % 2]] for k in range(60)
    ]
    gaps = [["-" if k % 4 else "1.5", *row] for k, row in enumerate(points)]
    stand_in = [["-999" if k % 10 == 0 else row[0], *row[1:]] for k, row in enumerate(points)]
    spelled = [[*row[:2], ("No", "no", "Yes", "yes", "yes")[k % 5]] for k, row in enumerate(points)]
    years = [[1960 + k, _number(rng.gauss(11, 1)), _number(rng.gauss(400, 90), 1)] for k in range(60)]
    files: list[tuple[str, str | bytes, tuple[tuple[str, ...], int, int] | None, str]] = [
        ("units in the cells", _lines(with_units, ";", "Größe;Gewicht;Raucher").encode("cp1252"),
         (("Größe", "Gewicht", "Raucher"), 2, 60), "Größe has the unit 'cm'"),
        ("a yes that sorts first", _lines(with_units, ";", "Größe;Gewicht;Raucher"),
         (("Größe", "Gewicht", "Raucher"), 2, 60), "y is 1 for 'ja'"),
        ("dollars and thousands", _lines(dollars, header="income,debt,kind"),
         (("income", "debt", "kind"), 2, 60), "Commas stand between thousands"),
        ("German thousands", _lines(german, ";", "Einkommen;Schulden;Ausfall"),
         (("Einkommen", "Schulden", "Ausfall"), 2, 60), "Commas are decimal"),
        ("French thousands", _lines(french, ";", "revenu;dette;défaut"), (("revenu", "dette", "défaut"), 2, 60), ""),
        ("points between thousands only", _lines(pointed, "\t", "a\tb\tc"), (("a", "b", "c"), 2, 60),
         "Points stand between thousands"),
        ("a column of gaps", _lines(gaps, header="rare,w,h,class"), (("w", "h", "class"), 2, 60),
         "rare has numbers in 15"),
        ("−999 for missing values", _lines(stand_in, header="w,h,class"), (("w", "h", "class"), 2, 60),
         "is -999 in 6 lines"),
        ("Yes beside yes", _lines(spelled, header="w,h,ok"), (("w", "h", "ok"), 2, 60), "differ only in capitals"),
        ("labels with many decimals", _lines(plane(label=lambda k: f"{k:.18e}"), " "),
         (("column 1", "column 2", "column 3"), 2, 60), ""),
        ("and, four rows", "0 0 0\n0 1 0\n1 0 0\n1 1 1\n", (("column 1", "column 2", "column 3"), 2, 4),
         "from column 3"),
        ("two rows", "1,2,a\n2,1,b\n", (("column 1", "column 2", "column 3"), 2, 2), ""),
        ("titles with a year", "Class 7b, 2024\nTeacher: Smith\n\n" + _lines(points, header="x1,x2,class"),
         (("x1", "x2", "class"), 2, 60), "Line 1 above the names"),
        ("the header again in the middle", _lines([*plane(30), ["x1", "x2", "y"], *plane(30)], header="x1,x2,y"),
         (("x1", "x2", "y"), 2, 60), "Line 32 repeats the names"),
        ("years", _lines(years, header="year,co2,temp"), (("year", "co2", "temp"), 0, 60), "values to be estimated"),
        ("text alone", "Bring your books.\nThank you all.\n", None, "of which 0 with numbers"),
    ]  # fmt: skip
    return [File(6, what, c.encode() if isinstance(c, str) else c, meant, says) for what, c, meant, says in files]


def all_files() -> list[File]:
    """All the files, first those of y and ŷ."""
    return [*lesson_1(), *further_1(), *lesson_6(), *further_6()]


def read(file: File) -> Instances | PointTable:
    """Read a file as its lesson does."""
    table = read_table(file.content)
    return instances_of(table) if file.lesson == 1 else points_of(table)


def understood(file: File) -> tuple[object, ...] | None:
    """What was read, in the form of what was meant."""
    found = read(file)
    if isinstance(found, PointTable):
        return (found.column_names, found.dataset.classes, len(found.dataset)) if found.dataset else None
    names = read_table(file.content).names
    y, yhat = found.columns
    return None if y is None or yhat is None or not len(found.y) else (names[y], names[yhat], found.one, len(found.y))


def sentences(file: File) -> list[str]:
    """All that the page says of a file."""
    found = read(file)
    first = found.summary if isinstance(found, PointTable) else found.taken
    problems = [f"line {line}: {reason}" if line else reason for line, reason in found.problems]
    return [each for each in (first, *found.assumed, *problems) if each]


def is_right(file: File) -> bool:
    """Whether a file was read as it is meant, and the page says what it must."""
    return understood(file) == file.meant and any(file.says in each for each in sentences(file))


def main() -> None:
    """Print the table."""
    print("| | lesson | file | read as | the page says | right |\n|--:|--:|:--|:--|:--|:--|")
    for at, file in enumerate(all_files(), start=1):
        said = " ".join(sentences(file)).replace("|", "\\|")
        known = understood(file)
        cells = (at, file.lesson, file.what, _written(file, known), said, "✓" if is_right(file) else "✗")
        print("|", " | ".join(map(str, cells)), "|")


def _written(file: File, known: tuple[object, ...] | None) -> str:
    if known is None:
        return "nothing"
    if file.lesson == 1:
        y, yhat, one, rows = known
        return f"y: {y}{f' ({one} is 1)' if one else ''}; ŷ: {yhat}; {rows} rows"
    names, classes, points = known
    *inputs, label = names  # type: ignore[misc]
    return f"x: {', '.join(inputs)}; {label}: {f'{classes} classes' if classes else 'values'}; {points} points"


if __name__ == "__main__":
    main()
