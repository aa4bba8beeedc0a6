using System.Collections.Frozen;

namespace ImprovementBoard.Core.Ratings;

/// <summary>
/// Whether children are better off. Judged by a reviewer against evidence for each recommendation, never worked out from delivery.
/// Null means that nobody has judged yet, which is not <see cref="TooEarly"/>.
/// </summary>
public enum ImpactRating
{
    /// <summary>0: it cannot be told yet.</summary>
    TooEarly,

    /// <summary>1: there is evidence, and it shows no difference, or speaks against one.</summary>
    NoDifferenceYet,

    /// <summary>2: one kind of evidence gets better.</summary>
    EarlySigns,

    /// <summary>3: figures hold, and an audit of a stated sample agrees.</summary>
    MakingADifference,

    /// <summary>4: held for two quarters, and confirmed from outside and by those it is for.</summary>
    Embedded,
}

/// <summary>How an impact rating looks: number, word and the step reached on a ladder of five, which reads in black and white.</summary>
/// <param name="Rating">The rating shown.</param>
/// <param name="Code">Name in addresses and in the pack's data, such as <c>early_signs</c>.</param>
/// <param name="Word">The word beside the number, sentence case.</param>
/// <param name="Rule">The exact rule in words, printed in every rating key.</param>
public sealed record ImpactLook(ImpactRating Rating, string Code, string Word, string Rule)
{
    /// <summary>Code that stands for "nobody has judged yet" in filters and counts.</summary>
    public const string NotJudgedCode = "not_judged";

    /// <summary>Word for "nobody has judged yet".</summary>
    public const string NotJudged = "Not judged";

    /// <summary>Days for which "making a difference" must have held before it is embedded: two quarters.</summary>
    public const int HeldDays = 183;

    /// <summary>Who judges and against what, in words, printed with every impact key.</summary>
    public const string Voice =
        "A reviewer who does not own the recommendation judges its impact against named evidence. It is never worked out from delivery. Every level above 0 needs evidence. Until the first judgement it is “not judged”, which is not 0.";

    private static readonly ImpactLook[] Looks =
    [
        new(ImpactRating.TooEarly, "too_early", "Too early",
            "The work is not delivered, or was delivered less than one update cycle ago."),
        new(ImpactRating.NoDifferenceYet, "no_difference_yet", "No difference yet",
            "There is evidence, and the measure is flat or worse, or an audit or what children, families or staff say speaks against the claim. A later finding by inspectors that contradicts a higher level drops it to this one, and a higher level then needs evidence of a later date."),
        new(ImpactRating.EarlySigns, "early_signs", "Early signs",
            "One kind of evidence is getting better, or two data points in a row go the right way."),
        new(ImpactRating.MakingADifference, "making_a_difference", "Making a difference",
            "Three data points in a row are at or better than the target path, and an audit with a stated sample agrees."),
        new(ImpactRating.Embedded, "embedded", "Embedded",
            $"Level 3 has held for two quarters ({HeldDays} days); one independent piece of evidence and the voice of children, families or staff confirm it; and it would hold if the person it rests on left."),
    ];

    private static readonly FrozenDictionary<ImpactRating, ImpactLook> ByRating = Looks.ToFrozenDictionary(l => l.Rating);

    /// <summary>All looks, 0 first.</summary>
    public static IReadOnlyList<ImpactLook> All => Looks;

    /// <summary>The step reached, 0 to 4.</summary>
    public int Level => (int)Rating;

    /// <summary>Number and word, such as "2 Early signs".</summary>
    public string Words => $"{Level} {Word}";

    /// <summary>The look of one rating.</summary>
    public static ImpactLook Of(ImpactRating rating) => ByRating[rating];

    /// <summary>The rating a code names, or null when none has it.</summary>
    public static ImpactRating? Parse(string? code) => Looks.FirstOrDefault(l => l.Code == code)?.Rating;

    /// <summary>Number and word, or "Not judged".</summary>
    public static string WordsOf(ImpactRating? rating) => rating is { } judged ? Of(judged).Words : NotJudged;
}
