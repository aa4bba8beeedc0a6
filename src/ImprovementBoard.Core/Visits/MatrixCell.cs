using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Visits;

/// <summary>What inspectors said about one recommendation on one occasion, in one word.</summary>
public enum CellWord
{
    /// <summary>Nothing is recorded: it was not looked at, or no source says so.</summary>
    NotLookedAt,

    /// <summary>Only strengths.</summary>
    Strength,

    /// <summary>It is getting somewhere.</summary>
    Progress,

    /// <summary>Too early to tell.</summary>
    TooEarly,

    /// <summary>A concern, for the first time.</summary>
    Raised,

    /// <summary>A concern that had been raised before.</summary>
    NotYet,

    /// <summary>Worse than before.</summary>
    Declined,
}

/// <summary>A finding as the cell sees it.</summary>
/// <param name="Polarity">Which way it points.</param>
/// <param name="Said">How far inspectors said the work has got, or null to let the polarity imply it.</param>
/// <param name="Time">1 when it is said for the first time, 2 when it repeats an earlier finding, and so on.</param>
public sealed record CellFact(Polarity Polarity, ProgressWord? Said, int Time);

/// <summary>One cell of the visit matrix.</summary>
/// <param name="Word">The worst that was said.</param>
/// <param name="Time">The longest chain of repeats among its findings: 1 when nothing is repeated, 0 when nothing was said.</param>
/// <param name="Detail">What stands beside the word when inspectors said several things, such as "2 concerns, 1 in favour"; else empty.</param>
public sealed record MatrixCell(CellWord Word, int Time, string Detail)
{
    /// <summary>
    /// The rule, first match from the top: declined; not yet, when the concern was raised before; raised, when it was not; too early;
    /// progress; strength. The worst is shown because a strength beside a concern does not make the concern go away.
    /// </summary>
    /// <param name="said">What was said about the recommendation on this occasion.</param>
    /// <param name="raisedBefore">Whether a concern about it had been raised on an earlier occasion.</param>
    public static MatrixCell Of(IReadOnlyCollection<CellFact> said, bool raisedBefore)
    {
        if (said.Count == 0)
            return new(CellWord.NotLookedAt, 0, "");
        var words = said.Select(f => f.Said ?? f.Polarity.Implies()).ToList();
        var time = said.Max(f => f.Time);
        var word = words.Contains(ProgressWord.Declined) ? CellWord.Declined
            : words.Contains(ProgressWord.NotYet) ? raisedBefore || time > 1 ? CellWord.NotYet : CellWord.Raised
            : words.Contains(ProgressWord.TooEarly) ? CellWord.TooEarly
            : said.All(f => f.Polarity == Polarity.Strength) ? CellWord.Strength
            : CellWord.Progress;
        return new(word, time, said.Count == 1 ? "" : DetailOf(said, words));
    }

    private static string DetailOf(IReadOnlyCollection<CellFact> said, List<ProgressWord> words)
    {
        var early = words.Count(w => w == ProgressWord.TooEarly);
        var concerns = said.Count(f => f.Polarity.IsConcern() && (f.Said ?? f.Polarity.Implies()) != ProgressWord.TooEarly);
        var favour = said.Count - concerns - early;
        string[] parts = [concerns > 0 ? Words.Count(concerns, "concern") : "", early > 0 ? $"{early} too early" : "", favour > 0 ? $"{favour} in favour" : ""];
        return string.Join(", ", parts.Where(p => p.Length > 0));
    }
}

/// <summary>Words for <see cref="CellWord"/>.</summary>
public static class CellWords
{
    /// <summary>The word on screen.</summary>
    public static string Words(this CellWord word) => word switch
    {
        CellWord.Strength => "Strength",
        CellWord.Progress => "Progress",
        CellWord.TooEarly => "Too early",
        CellWord.Raised => "Raised",
        CellWord.NotYet => "Not yet",
        CellWord.Declined => "Declined",
        _ => "Not looked at",
    };

    /// <summary>What the word means, for the key.</summary>
    public static string Meaning(this CellWord word) => word switch
    {
        CellWord.Strength => "done well",
        CellWord.Progress => "getting better",
        CellWord.TooEarly => "done, too recently to make a difference",
        CellWord.Raised => "a concern for the first time",
        CellWord.NotYet => "a concern that was raised before",
        CellWord.Declined => "worse than before",
        _ => "nothing is recorded about it",
    };
}
