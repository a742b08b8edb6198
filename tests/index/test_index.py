"""An opened index."""

from index.index import Index


def test_a_question_is_read_as_one_vector(index: Index) -> None:
    language, vector = index.read("¿Qué dice la Casa del Farol sobre el refugio?")
    assert language == "es"
    assert vector.shape == (1, index.snapshot.manifest.model.dimensions)
