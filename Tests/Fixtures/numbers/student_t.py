"""Write student_t.json: quantiles and two-sided probabilities of Student's t distribution by SciPy. Run in any folder."""

import json
from pathlib import Path

from scipy.stats import t

quantiles = [float(t.ppf(0.975, n - 1)) for n in range(2, 1001)]
probabilities = [[v, x, float(2 * t.sf(x, v))] for v in (1, 2, 3, 5, 13, 99, 1000, 1001, 5000, 100000)
                 for x in (0.0, 0.3, 1.0, 1.96, 2.5, 4.0, 7.0)]
text = json.dumps({"quantiles": quantiles, "probabilities": probabilities})
Path(__file__).with_name("student_t.json").write_text(text + "\n")
