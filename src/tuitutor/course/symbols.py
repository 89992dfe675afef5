"""TeX's commands and scripts in Unicode: the symbols of LaTeX and the AMS fonts that lessons may need."""

from __future__ import annotations

_NAMED = """
alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ
nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω
Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω

aleph ℵ beth ℶ ell ℓ hbar ℏ imath ı jmath ȷ Re ℜ Im ℑ wp ℘ partial ∂ nabla ∇ infty ∞ emptyset ∅ varnothing ∅
forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ top ⊤ bot ⊥ angle ∠ prime ′ degree ° complement ∁ surd √ checkmark ✓
square ■ blacksquare ▪ triangle △ triangledown ▿ blacktriangle ▴ diamond ⋄ lozenge ◊ bigstar ★
clubsuit ♣ diamondsuit ♦ heartsuit ♥ spadesuit ♠ flat ♭ natural ♮ sharp ♯ dagger † ddagger ‡ P ¶ S § copyright ©

pm ± mp ∓ times × div ÷ cdot ⋅ ast * star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙
boxplus ⊞ boxtimes ⊠ boxdot ⊡ cap ∩ cup ∪ sqcap ⊓ sqcup ⊔ uplus ⊎ vee ∨ wedge ∧ lor ∨ land ∧
setminus ∖ smallsetminus ∖ wr ≀ amalg ∐ ltimes ⋉ rtimes ⋊ bowtie ⋈ intercal ⊺ bmod mod
sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮
bigcap ⋂ bigcup ⋃ bigvee ⋁ bigwedge ⋀ bigoplus ⨁ bigotimes ⨂ bigodot ⨀

le ≤ leq ≤ leqslant ⩽ ge ≥ geq ≥ geqslant ⩾ nleq ≰ ngeq ≱ ne ≠ neq ≠ ll ≪ gg ≫ lll ⋘ ggg ⋙
lesssim ≲ gtrsim ≳ lessgtr ≶ sim ∼ simeq ≃ approx ≈ approxeq ≊ cong ≅ equiv ≡ asymp ≍ doteq ≐ triangleq ≜
coloneqq ≔ propto ∝ prec ≺ succ ≻ preceq ≼ succeq ≽ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ nsubseteq ⊈
subsetneq ⊊ supsetneq ⊋ sqsubseteq ⊑ sqsupseteq ⊒ in ∈ ni ∋ notin ∉ mid ∣ nmid ∤ parallel ∥ nparallel ∦ perp ⊥
vdash ⊢ dashv ⊣ models ⊧ vDash ⊨ therefore ∴ because ∵ colon :

to → gets ← mapsto ↦ leftarrow ← rightarrow → uparrow ↑ downarrow ↓ leftrightarrow ↔ updownarrow ↕
Leftarrow ⇐ Rightarrow ⇒ Uparrow ⇑ Downarrow ⇓ Leftrightarrow ⇔ Updownarrow ⇕ implies ⟹ impliedby ⟸ iff ⇔
longleftarrow ⟵ longrightarrow ⟶ longleftrightarrow ⟷ longmapsto ⟼
Longleftarrow ⟸ Longrightarrow ⟹ Longleftrightarrow ⟺ hookleftarrow ↩ hookrightarrow ↪
nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ leftharpoonup ↼ rightharpoonup ⇀ rightleftharpoons ⇌ rightrightarrows ⇉
leadsto ⤳ rightsquigarrow ⇝ twoheadrightarrow ↠ nleftarrow ↚ nrightarrow ↛ circlearrowleft ↺ circlearrowright ↻

langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ vert | lvert | rvert | Vert ‖ lVert ‖ rVert ‖
dots … ldots … dotsc … cdots ⋯ dotsb ⋯ dotsm ⋯ vdots ⋮ ddots ⋱
"""
_words = _NAMED.split()
SYMBOLS = dict(zip(_words[::2], _words[1::2], strict=True)) | {"|": "‖"}

# Combining characters: in Unicode they follow the letter that they mark.
MARKS = {
    **{"hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0305"},
    **{"overline": "\u0305", "underline": "\u0332", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308"},
    **{"acute": "\u0301", "grave": "\u0300", "breve": "\u0306", "check": "\u030c", "mathring": "\u030a"},
    **{"not": "\u0338"},
}

ALPHABETS = {"mathbb": "DOUBLE-STRUCK", "mathcal": "SCRIPT", "mathscr": "SCRIPT", "mathfrak": "FRAKTUR"}
ALPHABETS |= dict.fromkeys(("mathbf", "boldsymbol", "bm"), "BOLD")

SCRIPTS = {
    "_": dict(zip("0123456789+−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True)),
    "^": dict(
        zip(
            "0123456789+−=()*′∘⊤⊺abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδφχ",
            "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾*′°ᵀᵀᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᵠᵡ",
            strict=True,
        )
    ),
}
