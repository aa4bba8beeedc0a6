using ImprovementBoard.Core.Packs.Sections;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs;

/// <summary>How an edition fills its pages.</summary>
public enum PackLayout
{
    /// <summary>Every section begins a page: a board turns to its item.</summary>
    Pages,

    /// <summary>Sections follow one another: a short report, read from front to back.</summary>
    Flowing,

    /// <summary>One page: no page of its own for the cover, no contents.</summary>
    OnePage,
}

/// <summary>An edition: for whom a pack is made, and which sections it has in which order. Section 1 is always the answer, section 2 what changed since the last pack; the legal frame before them is section 0.</summary>
/// <param name="Name">On the cover.</param>
/// <param name="Marking">Protective marking in every page head.</param>
public sealed record PackEdition(Audience Audience, string Name, string Marking, IReadOnlyList<PackPart> Parts, PackLayout Layout = PackLayout.Pages)
{
    /// <summary>Every edition. What each is for: domain research §4.</summary>
    public static readonly IReadOnlyList<PackEdition> All =
    [
        new(Audience.Board, "Board progress pack", "OFFICIAL",
            [AnswerSection.Part, ChangesSection.Part, PlanSection.Part, ExceptionsSection.Part, PaceSection.Part, MatrixSection.Part, PartnersSection.Part, ActionsSection.List, KeySection.Part, ReadinessSection.Part]),
        new(Audience.Commissioner, "Commissioner progress pack", "OFFICIAL",
            [DirectionSection.Part, AnswerSection.Part, ChangesSection.Part, PaceSection.Part, MatrixSection.Part, EvidenceSection.Part, ExceptionsSection.Part, ActionsSection.Part, KeySection.Part, ReadinessSection.Part]),
        new(Audience.Public, "Public progress report", "PUBLIC",
            [AnswerSection.Part, ChangesSection.Part, PlanSection.Part, PaceSection.Part, EvidenceSection.Part, KeySection.Part, LeftOutSection.Part], PackLayout.Flowing),
        new(Audience.Summary, "Progress on one page", "OFFICIAL", [SummarySection.Part], PackLayout.OnePage),
    ];

    // What packs consist of that were frozen before an edition was.
    private static readonly IReadOnlyList<string> First = ["answer", "changes", "plan", "exceptions", "actions", "key"];

    private static readonly Dictionary<string, PackPart> PartOf = All.SelectMany(e => e.Parts).Append(ActionsSection.Part).DistinctBy(p => p.Key).ToDictionary(p => p.Key);

    /// <summary>Those that print the reasons of waivers, such as "board and commissioner".</summary>
    public static string WithWaivers => Words.List([.. All.Where(e => e.PrintsWaivers).Select(e => e.Audience.Words().ToLowerInvariant())]);

    /// <summary>True where it prints the reasons of waivers.</summary>
    public bool PrintsWaivers => Parts.Contains(ReadinessSection.Part);

    /// <summary>The letter of one of its appendices.</summary>
    public char LetterOf(PackPart appendix) => (char)('A' + Parts.Where(p => p.IsAppendix).TakeWhile(p => p != appendix).Count());

    /// <summary>The edition for an audience.</summary>
    public static PackEdition Of(Audience audience) => All.Single(e => e.Audience == audience);

    /// <summary>
    /// The sections that facts give. Their order is frozen with the facts, and one that has nothing to say leaves its number free: so a
    /// reference such as "Table 2.1" means the same for ever.
    /// </summary>
    public static IReadOnlyList<PackChapter> Chapters(PackFacts facts)
    {
        var parts = (facts.Sections ?? First).Select(key => PartOf[key]).ToList();
        var before = Math.Max(0, parts.IndexOf(AnswerSection.Part));
        var numbered = parts.Where(p => !p.IsAppendix).Select((p, i) => p.Write(facts, $"{i + 1 - before}"));
        var appended = parts.Where(p => p.IsAppendix).Select((p, i) => p.Write(facts, $"{(char)('A' + i)}"));
        return [.. numbered.Concat(appended).OfType<PackChapter>()];
    }
}
