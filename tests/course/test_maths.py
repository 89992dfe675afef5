"""Maths in Markdown becomes Unicode, and nothing else changes."""

from __future__ import annotations

import pytest

from tuitutor.course.maths import to_text, to_unicode


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (r"3 \times 4 + 4 = 16", "3 × 4 + 4 = 16"),
        (r"y = \sigma(w_1 x_1 + b)", "y = σ(w₁ x₁ + b)"),
        (r"\frac{1}{1 + e^{-x}}", "1/(1 + e⁻ˣ)"),
        (r"\frac{\partial L}{\partial w}", "(∂ L)/(∂ w)"),
        (r"\sqrt{x^2 + y^2}", "√(x² + y²)"),
        (r"\frac12", "1/2"),
        (r"x \in \mathbb{R}^{n \times m}", "x ∈ ℝ^(n × m)"),
        (r"\left( \hat{y} - y \right)^2", "( ŷ − y )²"),
        (r"\log x_{max}", "log xₘₐₓ"),
        (r"\text{cross-entropy}(p, q)", "cross-entropy(p, q)"),
        (r"\{0, 1\}", "{0, 1}"),
        (r"10{,}000", "10,000"),
        (r"\mathrm{ReLU}(x) = \max(0, x)", "ReLU(x) = max(0, x)"),
        (r"\begin{bmatrix} 1 & 2 \end{bmatrix}", "[1 2]"),
        (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "(1 2; 3 4)"),
        (r"\begin{vmatrix} a + b & c \\[2pt] \alpha & \frac 1 2 \\ \hline \end{vmatrix}", "|a + b, c; α, 1/2|"),
        (r"\begin{array}{cc} 1 & \begin{Bmatrix} 2 \\ 3 \end{Bmatrix} \end{array}", "1, {2; 3}"),
        (r"\begin{cases} x, & \text{if } x > 0 \\ 0, & \text{else} \end{cases}", "{x, if x > 0; 0, else"),
        (r"\begin{aligned} a &= b \\ &= c \end{aligned}", "a = b = c"),
        (r"\begin{pmatrix} 1 & 2", "1 2"),
        (r"\hat y + \vec{w}_1, x \not\in A, \not= b", "ŷ + w⃗₁, x ∉ A, ≠ b"),
        (r"\mathbb R, \mathcal{L}(\theta), \mathbf{W}^\top, \boldsymbol{\theta}, \mathbf{xy}", "ℝ, ℒ(θ), 𝐖ᵀ, 𝛉, xy"),
        (r"\mathbf{1}, \mathbf{?}, \mathbf x_{ij}", "𝟏, ?, 𝐱ᵢⱼ"),
        (r"\|w\|_2^2 \le \lVert x \rVert, \langle a \mid b \rangle", "‖w‖₂² ≤ ‖ x ‖, ⟨ a ∣ b ⟩"),
        (r"e^{-x_1}, x^{y_1}, e^{x^{2}}, x_{ab}, \int_0^\infty", "e^(−x₁), x^y₁, e^x², x_ab, ∫₀^∞"),
        (r"50\%, \text{val\_loss}, 90^\circ, x_{}, \sqrt[3]{x}", "50%, val_loss, 90°, x_, ³√x"),
        (r"\frac{", "/"),
        ("", ""),
    ],
)
def test_formula(formula: str, text: str) -> None:
    assert to_text(formula) == text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Let $x^2$ be.", "Let x² be."),
        ("**bold $x_1$** and [a $y_2$](u$v$.html)", "**bold x₁** and [a y₂](u$v$.html)"),
        ("| `$x$` | $x$ |\n|---|---|\n| $a^2$ | $a^2$ |", "| `$x$` | x |\n|---|---|\n| a² | a² |"),
        ("> - a $x +\n>   y$ b", "> - a x + y b"),
        ("# Title $x_1$ #", "# Title x₁ #"),
        ("$+ x$ is no list", r"\+ x is no list"),
        (r"$a * b * c$, $|x|$", r"a \* b \* c, \|x\|"),
        ("a $$x^2$$ b", "a x² b"),
        ("$$\ny = x_1 \\\\\nz = x_2\n$$\nafter", "y = x₁  \nz = x₂\n\nafter"),
        ("- item\n\n  $$x^2$$\n", "- item\n\n  x²\n\n"),
        ("$$\nA = \\begin{vmatrix}\n1 \\\\\n2\n\\end{vmatrix} \\\\\nb = 1\n$$", "A = \\|1; 2\\|  \nb = 1\n"),
    ],
)
def test_maths_in_markdown(markdown: str, text: str) -> None:
    assert to_unicode(markdown) == text


@pytest.mark.parametrize(
    "markdown",
    [
        "It costs $5 or $6.",
        "`$x$` and ``$y$``",
        "Costs $6, `$x`, `y$`.",
        "```python\nprint('$x$')\n```",
        "    indented $x$ code",
        "<a href='$x$'>",
        r"\$x\$",
        "a $ b $ c",
    ],
)
def test_code_and_money_stay(markdown: str) -> None:
    assert to_unicode(markdown) == markdown
