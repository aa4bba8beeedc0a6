using System.Globalization;
using System.Text.RegularExpressions;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Actions;

/// <summary>Where an action stands, read from its dates.</summary>
public enum ActionState
{
    /// <summary>Work has not started.</summary>
    NotStarted,

    /// <summary>Work has started.</summary>
    InProgress,

    /// <summary>The lead says it is delivered.</summary>
    AwaitingSignOff,

    /// <summary>A second person agreed; whether it holds is checked again on a set date.</summary>
    Embedding,

    /// <summary>The re-check found that it holds.</summary>
    Closed,
}

/// <summary>Words for <see cref="ActionState"/>.</summary>
public static class ActionStates
{
    /// <summary>Where it stands, in words.</summary>
    public static string Words(this ActionState state) => state switch
    {
        ActionState.NotStarted => "Not started",
        ActionState.InProgress => "In progress",
        ActionState.AwaitingSignOff => "Awaiting sign-off",
        ActionState.Embedding => "Embedding",
        _ => "Closed",
    };
}

/// <summary>A piece of work in the plan with a lead and a date. It may answer several recommendations.</summary>
public sealed partial class ActionItem : IProgrammeRow, IEditable
{
    /// <summary>Longest title, in characters.</summary>
    public const int TitleMaxLength = 120;

    /// <summary>The earliest and latest dates a form accepts.</summary>
    public static readonly DateOnly EarliestDate = new(2000, 1, 1), LatestDate = new(2099, 12, 31);

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>Reference, such as "15.2". Unique in the programme.</summary>
    public required string Ref { get; set; }

    /// <summary>Order of the reference, because "15.2" comes before "15.10".</summary>
    public int Order { get; set; }

    /// <summary>What will be done.</summary>
    public required string Title { get; set; }

    /// <summary>What done looks like, for a child.</summary>
    public required string DoneLooksLike { get; set; }

    /// <summary>Its theme.</summary>
    public Theme Theme { get; set; }

    /// <summary>The post that leads it.</summary>
    public int LeadId { get; set; }

    /// <summary>The partner agency that shares it, or null.</summary>
    public string? PartnerAgency { get; set; }

    /// <summary>The day it came into the plan: before it there was nothing to rate.</summary>
    public DateOnly AddedOn { get; set; }

    /// <summary>First agreed start.</summary>
    public DateOnly BaselineStart { get; set; }

    /// <summary>First agreed due date. It never changes.</summary>
    public DateOnly BaselineDue { get; set; }

    /// <summary>Due date in force, after all moves.</summary>
    public DateOnly Due { get; private set; }

    /// <summary>Every agreed move of the due date, oldest first.</summary>
    public List<DueMove> DueMoves { get; set; } = [];

    /// <summary>The day work started, or null.</summary>
    public DateOnly? StartedOn { get; set; }

    /// <summary>The day the lead said it was delivered, or null.</summary>
    public DateOnly? DeliveredOn { get; set; }

    /// <summary>The post that said so, or null: it may not sign off its own word.</summary>
    public int? DeliveredById { get; set; }

    /// <summary>The day a second person agreed, or null.</summary>
    public DateOnly? SignedOffOn { get; set; }

    /// <summary>Role title of the second person, or null.</summary>
    public string? SignedOffBy { get; set; }

    /// <summary>The day from which it is checked again that the change holds, or null before sign-off.</summary>
    public DateOnly? RecheckOn { get; set; }

    /// <summary>The day the re-check found that it holds, or null.</summary>
    public DateOnly? ClosedOn { get; set; }

    /// <summary>Deliveries that did not stand, oldest first. What was once said and agreed is never wiped out.</summary>
    public List<DeliveryRound> EarlierRounds { get; set; } = [];

    /// <summary>True where no source states it.</summary>
    public bool Illustrative { get; set; }

    /// <summary>The recommendations it answers.</summary>
    public List<Recommendation> Recommendations { get; set; } = [];

    /// <summary>What shows that it is done. Signing off needs it loaded.</summary>
    public List<EvidenceItem> Evidence { get; set; } = [];

    /// <summary>Updates, in the order they were posted.</summary>
    public List<ProgressUpdate> Updates { get; set; } = [];

    /// <summary>The lead's latest forecast, or the due date before the first update.</summary>
    public DateOnly Forecast { get; private set; }

    /// <summary>The day of the latest update, or null.</summary>
    public DateOnly? LastUpdateOn { get; private set; }

    /// <summary>The day by which the lead's next update is due; null when none is asked for.</summary>
    public DateOnly? UpdateDueBy { get; private set; }

    /// <summary>The rating in force: what a reviewer agreed, else the lead's where the lead is gloomier, else the rule's.</summary>
    public DeliveryRating Delivery { get; private set; }

    /// <summary>What the rule says.</summary>
    public DeliveryRating RuleSays { get; private set; }

    /// <summary>Why, in words.</summary>
    public string DeliveryReason { get; private set; } = "";

    /// <summary>What the lead says where it differs from the rule, else null.</summary>
    public DeliveryRating? LeadSays { get; private set; }

    /// <summary>What a reviewer agreed where it differs from the rule, else null.</summary>
    public DeliveryRating? ReviewerSays { get; private set; }

    /// <summary>Rating at the last month-ends, see <see cref="RatingStrip"/>.</summary>
    public string Strip { get; private set; } = "";

    /// <summary>Reference, title, done-looks-like and partner in lower case, for search.</summary>
    public string SearchText { get; private set; } = "";

    /// <inheritdoc/>
    public Guid Version { get; set; }

    /// <summary>The day the ratings held here were worked out for; null when none was since it was read.</summary>
    public DateOnly? RatedOn { get; private set; }

    /// <summary>Where it stands.</summary>
    public ActionState State => StateOn(DateOnly.MaxValue);

    /// <summary>
    /// Adds an update and rates the action again. The due date does not move; only the forecast does.
    /// </summary>
    /// <exception cref="RuleException">An answer is missing or too long, the forecast makes no sense, or the action is signed off.</exception>
    public ProgressUpdate PostUpdate(UpdateInput input, int byMemberId, bool byOffice, DateOnly today, int cycleDays)
    {
        if (State is ActionState.Embedding or ActionState.Closed)
            throw new RuleException($"Action {Ref} is signed off, so it takes no more updates. Ask the programme office to reopen it.");
        input.Check(today, StartedOn ?? BaselineStart);
        if (input.PostKey is { } key && Updates.Exists(u => u.PostKey == key))
            throw new RuleException($"An update on action {Ref} with other words was posted from this form before. Load the page again, then write what is new.");
        if (input.Started)
            StartedOn ??= today;
        var update = new ProgressUpdate
        {
            ProgrammeId = ProgrammeId,
            ActionItemId = Id,
            On = today,
            ById = byMemberId,
            PostedByOffice = byOffice,
            WhatChanged = Text.Clean(input.WhatChanged),
            ChildWouldNotice = Text.Clean(input.ChildWouldNotice),
            InTheWay = Text.Clean(input.InTheWay),
            Forecast = input.Forecast!.Value,
            LeadSays = input.LeadSays,
            PostKey = input.PostKey,
        };
        Updates.Add(update);
        Rate(today, cycleDays);
        return update;
    }

    /// <summary>True when this person posted exactly this before, from the same form: the answer got lost, not the update.</summary>
    public bool HasPosted(UpdateInput input, int? byMemberId) =>
        input.PostKey is { } key && Updates.Exists(u => u.PostKey == key && u.ById == byMemberId
            && u.WhatChanged == Text.Clean(input.WhatChanged) && u.ChildWouldNotice == Text.Clean(input.ChildWouldNotice)
            && u.InTheWay == Text.Clean(input.InTheWay) && u.Forecast == input.Forecast && u.LeadSays == input.LeadSays);

    /// <summary>Works out due date, forecast, rating, reason and strip as at <paramref name="today"/>. Updates must be loaded.</summary>
    public void Rate(DateOnly today, int cycleDays)
    {
        var facts = FactsOn(today, cycleDays);
        (Due, Forecast, LastUpdateOn, UpdateDueBy) = (facts.Due, facts.Forecast, facts.LastUpdateOn, facts.UpdateDueBy);
        TimesMoved = DueMoves.Count(m => m.On <= today);
        (Delivery, DeliveryReason, RuleSays, LeadSays, ReviewerSays) = DeliveryRule.Rate(facts);
        // What was true of a past month stays true, so only a new month asks for it.
        if (RatedOn is not { } rated || (rated.Year, rated.Month) != (today.Year, today.Month))
        {
            Strip = RatingStrip.Of(today, day => day < AddedOn ? null : DeliveryRule.Rate(FactsOn(day, cycleDays)).Rating);
            SearchText = $"{Ref} {Title} {DoneLooksLike} {PartnerAgency}".ToLowerInvariant();
        }
        RatedOn = today;
    }

    /// <summary>The update that counted at the end of <paramref name="day"/>, or null. Updates must be loaded.</summary>
    public ProgressUpdate? LatestOn(DateOnly day) =>
        // Of two updates of one day the later counts; a new one has no key yet. The first greatest is taken, so the newest come first.
        Updates.AsEnumerable().Reverse().Where(u => u.On <= day && !u.ReturnedBy(day)).MaxBy(u => (u.On, u.Id == 0, u.Id));

    /// <summary>The facts the rule needs, as they were known at the end of <paramref name="day"/>.</summary>
    public DeliveryFacts FactsOn(DateOnly day, int cycleDays)
    {
        var last = LatestOn(day);
        // Of two moves agreed on one day the later in the list counts; the sort keeps their order.
        var due = DueMoves.Where(m => m.On <= day).OrderBy(m => m.On).LastOrDefault()?.To ?? BaselineDue;
        List<DateOnly> moves = [.. DueMoves.Select(m => m.On).Concat(MilestoneMoves.Select(m => m.On)).Where(on => on <= day)];
        var round = RoundOn(day);
        return new DeliveryFacts(
            day, cycleDays, BaselineStart, due, UpTo(day, StartedOn), round.DeliveredOn, round.SignedOffOn, round.SignedOffBy,
            last?.On, last?.Forecast ?? due, last?.LeadSays, EarlierRounds.FindLast(r => r.EndedOn <= day)?.EndedOn, last?.AgreedOn(day, cycleDays),
            MilestonesOn(day).Count(m => m.Missed), BlockOn(day)?.InWords(), BlockOn(day)?.NeedsDecisionOf is not null, moves.Count == 0 ? null : moves.Max());
    }

    /// <summary>The slip from the first agreed due date to the one in force, in words, such as "+31 days on 30 Jun 2018".</summary>
    public static string SlipWords(DateOnly baselineDue, DateOnly due) => (due.DayNumber - baselineDue.DayNumber) switch
    {
        0 => "as first agreed",
        > 0 and var days => $"+{Words.Count(days, "day")} after {Words.Short(baselineDue)}",
        var days => $"{Words.Count(-days, "day")} before {Words.Short(baselineDue)}",
    };

    /// <summary>
    /// Sorts references: numbers by value, "15.2a" and "15.2.1" after "15.2", the council's before the safeguarding board's (L).
    /// What has no number comes after the council's numbers.
    /// </summary>
    public static int OrderOf(string reference)
    {
        // Room in an int for parts up to 998, 9,999 and 99; what is greater sorts as the greatest.
        var match = Reference().Match(reference);
        if (!match.Success)
            return 999 * 1_000_000;
        int Part(string name, int most) =>
            match.Groups[name] is not { Success: true } part ? 0
            : int.TryParse(part.ValueSpan, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, most)
            : most;
        var third = match.Groups["letter"] is { Success: true } letter ? char.ToLowerInvariant(letter.Value[0]) - 'a' + 1 : Part("third", 99);
        return (match.Groups["board"].Success ? 1_000_000_000 : 0) + (Part("first", 998) * 1_000_000) + (Part("second", 9999) * 100) + third;
    }

    [GeneratedRegex(@"^(?<board>L)?(?<first>[0-9]+)(\.(?<second>[0-9]+))?((?<letter>[A-Z])|\.(?<third>[0-9]+))?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
