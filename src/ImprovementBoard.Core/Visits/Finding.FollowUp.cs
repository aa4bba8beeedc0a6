using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Visits;

// What the council does about a finding: a concern is answered, a strength is tested again.
public sealed partial class Finding
{
    /// <summary>Longest answer or note, in characters.</summary>
    public const int NoteMaxLength = 1000;

    /// <summary>Working days in which a concern is to be answered. Our rule: no source sets one.</summary>
    public const int AnswerWithinWorkingDays = 20;

    /// <summary>A re-test is set at most this many days ahead.</summary>
    public const int RetestWithinDays = 731;

    /// <summary>What the council answered, the oldest first.</summary>
    public List<FindingAnswer> Answers { get; set; } = [];

    /// <summary>The day of the first answer, or null.</summary>
    public DateOnly? AnsweredOn { get; private set; }

    /// <summary>What happened to a strength on the watch list, the oldest first.</summary>
    public List<StrengthCheck> Checks { get; set; } = [];

    /// <summary>The day a strength is tested again, or null when none is set.</summary>
    public DateOnly? RetestOn { get; private set; }

    /// <summary>
    /// True when it is for the council to answer: a concern of a monitoring visit, or one that bears on no recommendation. The
    /// other concerns of an inspection are answered by the plan. <see cref="Recommendations"/> must be loaded.
    /// </summary>
    public bool NeedsAnswer => Polarity.IsConcern() && (VisitId is not null || Recommendations.Count == 0);

    /// <summary>The day by which it is to be answered.</summary>
    public DateOnly AnswerDueOn => WorkingDays.After(RecordedOn, AnswerWithinWorkingDays);

    /// <summary>True when it waited for an answer at the end of <paramref name="day"/>.</summary>
    public bool UnansweredOn(DateOnly day) => RecordedOn <= day && NeedsAnswer && (AnsweredOn is null || AnsweredOn > day);

    /// <summary>The same, and the day by which it was to be answered had passed.</summary>
    public bool AnswerOverdueOn(DateOnly day) => UnansweredOn(day) && AnswerDueOn < day;

    /// <summary>The day the next test was set for, as it stood at the end of <paramref name="day"/>; null when none was.</summary>
    public DateOnly? RetestOnAsAt(DateOnly day) => Checks.FindLast(c => c.On <= day)?.NextOn;

    /// <summary>The council answers.</summary>
    /// <param name="illustrative">True where no source states it.</param>
    /// <exception cref="RuleException">It is no concern, or the answer is missing or too long.</exception>
    public void Answer(string? answer, string by, DateOnly today, bool illustrative = false)
    {
        if (!Polarity.IsConcern())
            throw new RuleException("This finding is in the council’s favour, so it needs no answer.");
        var text = Core.Text.Required(answer, "Answer", "Write what the council does about it, and by when.", NoteMaxLength);
        Answers.Add(new FindingAnswer { On = today, By = by, Text = text, Illustrative = illustrative });
        AnsweredOn ??= today;
    }

    /// <summary>Sets the day on which the strength is tested again.</summary>
    /// <inheritdoc cref="Retest"/>
    public void SetRetest(DateOnly? nextOn, string by, DateOnly today, bool illustrative = false)
    {
        ExpectStrength();
        Check(StrengthResult.DateSet, "", ExpectDate(nextOn, today), by, today, illustrative);
    }

    /// <summary>The strength was tested again.</summary>
    /// <param name="holds">Whether it still is what it was.</param>
    /// <param name="note">What was looked at, and what was found.</param>
    /// <param name="nextOn">The day of the next test; needed while it holds, because what is good can slip unseen.</param>
    /// <param name="illustrative">True where no source states it.</param>
    /// <exception cref="RuleException">It is no strength, the note is missing, or the date makes no sense.</exception>
    public void Retest(bool holds, string? note, DateOnly? nextOn, string by, DateOnly today, bool illustrative = false)
    {
        ExpectStrength();
        var text = Core.Text.Required(note, "Note", "Write what was looked at, how many cases, and what was found.", NoteMaxLength);
        if (holds || nextOn is not null)
            ExpectDate(nextOn, today);
        Check(holds ? StrengthResult.Holds : StrengthResult.Declined, text, nextOn, by, today, illustrative);
    }

    private void Check(StrengthResult result, string note, DateOnly? nextOn, string by, DateOnly today, bool illustrative)
    {
        Checks.Add(new StrengthCheck { On = today, By = by, Result = result, Note = note, NextOn = nextOn, Illustrative = illustrative });
        RetestOn = nextOn;
    }

    private void ExpectStrength()
    {
        if (Polarity != Polarity.Strength)
            throw new RuleException("Only a strength is tested again. A concern is answered; what improves shows at the next visit.");
    }

    private static DateOnly ExpectDate(DateOnly? nextOn, DateOnly today) =>
        nextOn is { } next && next > today && next <= today.AddDays(RetestWithinDays)
            ? next
            : throw new RuleException($"Give a re-test date after today and not later than {Words.Long(today.AddDays(RetestWithinDays))}.", "NextOn");
}
