"""Print the README's command of one name: the `sh` block behind the comment `<!-- ci: NAME -->`."""

import re
import sys
from pathlib import Path

text = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
found = re.search(rf"<!-- ci: {re.escape(sys.argv[1])} -->\s*```sh\n(.*?)```", text, re.DOTALL)
if found is None:
    sys.exit(f"README.md has no block marked <!-- ci: {sys.argv[1]} -->")
print(found[1])
