"""What the name of a column says about it: a label, an estimate, a probability, or a number of the row; in any case.

The names are those of the field in several languages. A name that is not known says nothing.
"""

import re
import unicodedata
from functools import cache
from typing import Literal

Meaning = Literal["label", "prediction", "probability", "row"]

LABELS = (
    # the first of these in a header counts
    "y true", "ytrue", "true label", "true class", "ground truth", "groundtruth", "gold label", "truth", "actual",
    "actuals", "observed", "y test", "ytest", "y", "true", "label", "labels", "class", "class label", "target",
    "targets", "target names", "category", "species", "variety", "diagnosis", "outcome", "response", "group", "cluster",
    "type", "kind", "survived", "output class", "class name", "species name", "color", "colour", "result",
    "quality", "medv", "median house value", "price", "y value",
    # German
    "klasse", "ziel", "zielwert", "zielgrosse", "zielgroße", "kategorie", "art", "sorte", "gruppe", "wahr", "wahrheit",
    "tatsachlich", "beobachtet", "diagnose", "etikett", "bezeichnung", "farbe", "ergebnis", "preis",
    # French
    "classe", "etiquette", "cible", "categorie", "espece", "groupe", "reel", "reelle", "vrai", "verite", "observe",
    "diagnostic", "couleur", "resultat", "prix",
    # Spanish, Portuguese, Italian, Dutch, Polish, Swedish, Turkish
    "clase", "etiqueta", "objetivo", "categoria", "especie", "grupo", "real", "verdadero", "diagnostico", "alvo",
    "rotulo", "verdadeiro", "etichetta", "obiettivo", "gruppo", "vero", "diagnosi", "klasa", "etykieta", "cel",
    "gatunek", "doel", "soort", "groep", "werkelijk", "klass", "etikett", "mal", "sinif", "etiket", "hedef",
    # Russian, Chinese, Japanese, Korean
    "класс", "метка", "цель", "вид", "категория", "диагноз", "группа", "истина", "факт", "类别", "標籤", "标签", "目标",
    "類別", "真实", "真實", "クラス", "ラベル", "目的変数", "正解", "레이블", "클래스", "정답",
)  # fmt: skip


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text, as a set."""
    return frozenset(text.split())


PROBABILITIES = words_of(
    "probability probabilities proba prob probs p phat prob1 proba1 p1 yprob yproba yscore score scores confidence "
    "likelihood risk softmax sigmoid wahrscheinlichkeit wkt wahrsch konfidenz probabilite proba risque probabilidad "
    "probabilidade probabilita prawdopodobienstwo kans waarschijnlijkheid sannolikhet olasilik вероятность "
    "概率 機率 確率 확률"
)
"""A name that has one of these among its words is a probability."""

PREDICTIONS = words_of(
    "yhat ypred ypredicted pred preds predicted prediction predictions estimate estimated estimates forecast fitted "
    "output outputs vorhersage vorhergesagt vorhersagen prognose schatzung geschatzt ausgabe predit predite prevision "
    "prediction estime estimation sortie prediccion predicho estimado estimacion salida previsao predicao estimativa "
    "previsione predetto stima uscita przewidywanie voorspelling voorspeld schatting prediktion skattning tahmin "
    "предсказание прогноз оценка 预测 預測 予測 예측"
)
"""A name that has one of these among its words is an estimate."""

ROWS = words_of(
    "id ids idx index row rows rownames rowname nr no num nummer lfd pos key uuid guid obs observation case sno "
    "serial zeile zeilennummer fall ligne numero fila linea riga numer rad sira номер 序号 編號 编号 番号 번호 n° #"
) | {"row names", "row name", "row id", "unnamed 0", "level 0", "s no", "lfd nr", "sr no", "row number", "id number"}
"""Names of columns that number or name the rows; so does any name that ends in the word id."""


@cache
def plain(name: str) -> str:
    """Write a name in small letters without accents, its words apart: "Y_True" and "yTrue" → "y true"."""
    text = name.strip().replace("ŷ", "yhat").replace("Ŷ", "yhat").replace("ß", "ss")
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).casefold()
    text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    words = re.sub(r"[^\w#°]+|_", " ", text)
    words = re.sub(r"\by hat\b", "yhat", words)
    return " ".join(re.sub(r"(?<=[^\W\d]{2})(?=\d)", " ", words).split())


def meaning(name: str) -> Meaning | None:
    """Return what a column of this name is, or None if the name is not known."""
    known, words = plain(name), plain(name).split()
    if known in ROWS or (words and words[-1] in ("id", "idx", "index")) or known.startswith("unnamed"):
        return "row"
    if PROBABILITIES & set(words):
        return "probability"
    if known == "a" or (PREDICTIONS & set(words) and known not in _PLACES):
        return "prediction"
    return "label" if place_of_label(name) is not None else None


def place_of_label(name: str) -> int | None:
    """Return how early a name stands among those of labels, the smaller the surer; None if it is none."""
    known = plain(name)
    if known in _PLACES:
        return _PLACES[known]
    words = set(known.split())
    if words & (PROBABILITIES | PREDICTIONS) or len(words) < 2:
        return None
    inside = [_PLACES[word] for word in words if word in _INSIDE]
    return len(LABELS) + min(inside) if inside else None


_PLACES = {name: place for place, name in reversed(list(enumerate(LABELS)))}
_INSIDE = words_of("label class target species diagnosis klasse classe clase zielwert truth actual etiqueta")
"""Names that also count as one word of several, as in "iris species"."""
