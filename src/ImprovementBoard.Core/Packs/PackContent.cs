using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Ratings;

namespace ImprovementBoard.Core.Packs;

/// <summary>
/// Everything a pack says, ready to print: built by one class per section in <c>Sections</c> from frozen
/// <see cref="PackFacts"/>. The template only draws it, and so do the page and the workbook. Numbers and dates stay what they are where a
/// reader may sort by them; the template gets dates as <see cref="Time.Words.Short"/> writes them.
/// </summary>
/// <param name="Title">Title of the document, shown by PDF readers.</param>
/// <param name="Date">Date written into the document: the position-as-at date, never the clock, so that the same facts give the same bytes.</param>
/// <param name="Looks">How each rating looks, by code.</param>
public sealed record PackContent(
    string Title,
    DateOnly Date,
    IReadOnlyDictionary<string, RatingLook> Looks,
    PackLayout Layout,
    PackCover Cover,
    IReadOnlyList<PackChapter> Chapters)
{
    /// <summary>The sections in their order, with their numbers, tables and charts.</summary>
    public IEnumerable<PackSection> Sections => Chapters.Select(c => c.Section);

    /// <summary>What the section of that kind says.</summary>
    /// <exception cref="InvalidOperationException">This edition has no such section.</exception>
    public T Said<T>() where T : IPackSaid => Chapters.Select(c => c.Said).OfType<T>().Single();
}

/// <param name="Reference">Number of the pack, such as "Pack 2"; also in every page foot.</param>
/// <param name="Marking">Protective marking in every page head.</param>
/// <param name="Draft">True when it was built by hand and not by the schedule; then every page says so.</param>
/// <param name="FactsHash">SHA-256 of the frozen facts, in hexadecimal.</param>
/// <param name="Next">The next dated event, or null when none is known.</param>
public sealed record PackCover(
    string Council,
    string Programme,
    string Edition,
    string Period,
    string PositionAsAt,
    string Reference,
    string Marking,
    bool Draft,
    IReadOnlyList<PackStage> Stages,
    IReadOnlyList<PackFact> Facts,
    PackCountdown? Next,
    string FactsHash,
    string Credit)
{
    /// <summary>How far the history had come, in words; empty where the facts do not say.</summary>
    public string History { get; init; } = "";
}

/// <param name="State"><c>past</c>, <c>now</c> or <c>next</c>.</param>
public sealed record PackStage(string Name, string Note, string State);

/// <summary>A labelled fact on the cover.</summary>
public sealed record PackFact(string Label, string Text, bool Illustrative);

/// <param name="Days">Calendar days from the position date; 0 is that day.</param>
public sealed record PackCountdown(int Days, string What, bool Illustrative);

/// <summary>Better, the same or worse, and why.</summary>
/// <param name="Verdict"><c>better</c>, <c>same</c>, <c>worse</c> or <c>first</c> for a first pack.</param>
/// <param name="VerdictRule">How the verdict was reached, in words and numbers.</param>
public sealed record PackAnswer(
    string Conclusion,
    bool Illustrative,
    string Verdict,
    string VerdictRule,
    IReadOnlyList<PackPoint> Wins,
    IReadOnlyList<PackPoint> Worries,
    IReadOnlyList<PackPoint> Asks,
    IReadOnlyList<PackCount> Recommendations,
    IReadOnlyList<PackCount> Actions,
    string Shown,
    StackedChart Chart,
    PackGrid? Grid) : IPackSaid;

/// <summary>Delivery by impact, counted over recommendations.</summary>
/// <param name="Columns">"Not judged", then every impact level.</param>
public sealed record PackGrid(string Conclusion, IReadOnlyList<PackLevel> Columns, IReadOnlyList<PackGridRow> Rows, IReadOnlyList<int> Totals, int All, string Shown);

/// <param name="Level">0 to 4, or null for "not judged".</param>
public sealed record PackLevel(int? Level, string Word);

/// <param name="Cells">One for each column.</param>
public sealed record PackGridRow(string Rating, IReadOnlyList<PackGridCell> Cells, int All);

/// <param name="Refs">References of what is counted, or empty where they would not fit.</param>
/// <param name="Watch">True for what is busy and makes no difference yet.</param>
public sealed record PackGridCell(int Count, string Refs, bool Watch);

/// <param name="Ref">Reference of the recommendation or action, such as "15.2".</param>
public sealed record PackPoint(string Ref, string Text);

/// <param name="Was">Count in the last pack, or null in a first pack.</param>
public sealed record PackCount(string Rating, int Count, int? Was);

/// <summary>What changed since the last pack.</summary>
/// <param name="Since">The pack and date compared with, or null when there is none.</param>
public sealed record PackChanges(string Conclusion, bool Illustrative, string? Since, IReadOnlyList<PackChange> Rows, string Shown) : IPackSaid;

/// <param name="Kind">What happened, one of <see cref="ChangeKind"/>; rows of one kind stand together under it.</param>
/// <param name="From">What stood in the last pack, or null where there was nothing.</param>
/// <param name="To">What stands now, or null where there is nothing.</param>
/// <param name="On">The day it changed, or null where no day is known.</param>
public sealed record PackChange(string Ref, string Title, string Kind, PackSide? From, PackSide? To, string Why, DateOnly? On);

/// <summary>One side of a change; one of the three is given.</summary>
/// <param name="Rating">Rating code, when ratings moved.</param>
/// <param name="Day">A date, when a due date moved.</param>
/// <param name="Words">Words, when something else moved.</param>
public sealed record PackSide(string? Rating = null, DateOnly? Day = null, string? Words = null);

/// <summary>What can happen between two packs, as printed above the rows.</summary>
public static class ChangeKind
{
    /// <summary>A rating got better.</summary>
    public const string Better = "Better";

    /// <summary>A rating got better while a due date was moved.</summary>
    public const string BetterByDate = "Better, with a due date moved";

    /// <summary>A rating got worse.</summary>
    public const string Worse = "Worse";

    /// <summary>A rating changed without getting better or worse, see <see cref="Trends"/>.</summary>
    public const string Neither = "Neither better nor worse";

    /// <summary>A recommendation entered the plan.</summary>
    public const string NewRecommendation = "New recommendation";

    /// <summary>An action entered the plan.</summary>
    public const string NewAction = "New action";

    /// <summary>A recommendation or an action left the plan.</summary>
    public const string Removed = "Removed";

    /// <summary>The due date in force is another one.</summary>
    public const string DueDate = "Due date";

    /// <summary>Impact was judged otherwise.</summary>
    public const string Impact = "Impact";

    /// <summary>A recommendation reached another state.</summary>
    public const string State = "State";
}

/// <summary>Every recommendation on one line.</summary>
/// <param name="StripLabel">The periods a strip covers, such as "Dec to Jul".</param>
/// <param name="ImpactKey">The levels of impact in one line, or null where impact is not shown.</param>
public sealed record PackPlan(string Conclusion, bool Illustrative, string StripLabel, IReadOnlyList<PackPlanGroup> Groups, string Shown, string? ImpactKey) : IPackSaid;

/// <summary>Recommendations of one theme.</summary>
public sealed record PackPlanGroup(string Name, IReadOnlyList<PackPlanRow> Rows);

/// <param name="Trend"><c>Better</c>, <c>Same</c>, <c>Worse</c> or <c>New</c> against the last pack.</param>
public sealed record PackPlanRow(string Ref, string Title, string Rating, string Reason, PackStrip Strip, string Trend, string Owner, string Actions, PackLevel? Impact);

/// <summary>A rating’s recent past.</summary>
/// <param name="Text">As <see cref="RatingStrip"/> keeps it.</param>
/// <param name="Codes">One rating code a month, oldest first; null where there was nothing to rate.</param>
/// <param name="Spoken">The same in words, for those who do not see it.</param>
public sealed record PackStrip(string Text, IReadOnlyList<string?> Codes, string Spoken);

/// <summary>Only what is off track or at risk, with cause, effect on children and recovery.</summary>
public sealed record PackExceptions(string Conclusion, bool Illustrative, IReadOnlyList<PackException> Items, string Shown) : IPackSaid;

/// <param name="Voices">Who else rates it, and how, where that differs.</param>
/// <param name="Slip">Days after the first agreed date, in words, or "as first agreed".</param>
/// <param name="Forecast">Null once it is delivered.</param>
public sealed record PackException(
    string Ref,
    string Title,
    string Rating,
    string Reason,
    IReadOnlyList<PackVoice> Voices,
    string Lead,
    string Answers,
    DateOnly Due,
    string Slip,
    DateOnly? Forecast,
    PackUpdate? Update,
    PackRecovery? Recovery,
    bool Illustrative);

/// <summary>What will bring an action back on track, and by when.</summary>
public sealed record PackRecovery(string Text, DateOnly BackBy, string By, DateOnly On, bool Illustrative);

/// <param name="Who">"Rule says", "Lead says" or "Reviewer agreed".</param>
/// <param name="Rating">Rating code.</param>
public sealed record PackVoice(string Who, string Rating);

/// <summary>The lead's latest words on an action.</summary>
public sealed record PackUpdate(DateOnly On, string By, string WhatChanged, string ChildWouldNotice, string InTheWay, bool Illustrative);

/// <summary>Every action, by recommendation.</summary>
/// <param name="Close">True where it follows the exceptions and is printed closer.</param>
public sealed record PackActions(string Conclusion, bool Illustrative, IReadOnlyList<PackActionGroup> Groups, string Shown, bool Close) : IPackSaid;

/// <param name="Source">Where the recommendation stands in the inspectors' report.</param>
/// <param name="Ref">Reference of the recommendation, or a dash for the actions that answer none.</param>
/// <param name="Impact">Its impact, or null where impact is not shown.</param>
/// <param name="State">Its state with the reason, or null where states are not shown.</param>
/// <param name="ImpactReason">What children would notice, with day and judge, or null.</param>
/// <param name="Shown">"3 of 3 shown", or a sentence saying that no action answers it.</param>
public sealed record PackActionGroup(string Ref, string Title, string Source, string Rating, IReadOnlyList<PackActionRow> Rows, string Shown, PackLevel? Impact = null, string? State = null, string? ImpactReason = null);

/// <param name="Also">Other recommendations the action answers, in words, or empty.</param>
/// <param name="Forecast">Null once it is delivered.</param>
/// <param name="UnderExceptions">True where its update stands under Exceptions, and not here.</param>
public sealed record PackActionRow(
    string Ref,
    string Title,
    string Lead,
    string Also,
    string Rating,
    string Reason,
    IReadOnlyList<PackVoice> Voices,
    DateOnly Due,
    string Slip,
    DateOnly? Forecast,
    PackUpdate? Update,
    bool UnderExceptions);

/// <summary>The rules behind the ratings, what the marks mean, and the sources.</summary>
public sealed record PackKey(
    string Conclusion,
    IReadOnlyList<PackKeyRow> Ratings,
    string RollUp,
    IReadOnlyList<string> Notes,
    IReadOnlyList<string> Sources,
    string ImpactVoice,
    IReadOnlyList<PackImpactRule> Impacts,
    IReadOnlyList<PackStateRule> States) : IPackSaid
{
    /// <inheritdoc/>
    public bool Illustrative => false;
}

/// <summary>The exact rule of an impact level.</summary>
public sealed record PackImpactRule(PackLevel Impact, string Rule);

/// <summary>The exact rule of a state of a recommendation.</summary>
public sealed record PackStateRule(string State, string Rule);

/// <param name="Rating">Rating code.</param>
/// <param name="Rule">The exact rule.</param>
public sealed record PackKeyRow(string Rating, string Rule);

/// <summary>Appendix: what was missing when the facts were frozen, and what became of it.</summary>
public sealed record PackReadiness(string Conclusion, bool Illustrative, IReadOnlyList<PackCheck> Checks, IReadOnlyList<PackWaiver> Waived, IReadOnlyList<PackOpenItem> Open) : IPackSaid;

/// <summary>One check with its counts; it passed where nothing was found.</summary>
/// <param name="Rule">The exact rule.</param>
public sealed record PackCheck(string Name, string Rule, int Found, int Resolved, int Waived, int Open);

/// <summary>Something that is missing, and why the pack goes out without it.</summary>
public sealed record PackWaiver(string Check, string Item, string Missing, string Reason, string By, DateOnly On);

/// <summary>Something that is missing, and who is asked for it.</summary>
public sealed record PackOpenItem(string Check, string Item, string Missing, string Asked);
