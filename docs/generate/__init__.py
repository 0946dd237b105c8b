"""The pages that are written from the code and the tests' data, so that they can't say anything else than those do.

    python -m docs.generate            writes them, from the checkout
    python -m docs.generate --check    says which are not as they would be written now

`tests/test_docs_generated.py` does the second. A page is made from what is there: a new table, problem or named difference appears on
its page without a line here.
"""

from docs.generate.pages import DOCS, outdated, pages, write

__all__ = ["DOCS", "outdated", "pages", "write"]
