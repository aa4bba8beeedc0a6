using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Periods;

/// <summary>How a reporting calendar is made, such as "six-weekly, cut-off 10 working days before the meeting". The dates can be changed one by one afterwards.</summary>
/// <param name="FirstMeetingOn">The first meeting.</param>
/// <param name="EveryWeeks">Weeks from one meeting to the next, 2 to 26.</param>
/// <param name="CutOffWorkingDays">Working days from the cut-off to the meeting, see <see cref="ReportingPeriod.LeastWorkingDays"/> to 30.</param>
/// <param name="Count">How many meetings, 1 to 26.</param>
public sealed record CalendarRule(DateOnly? FirstMeetingOn, int EveryWeeks = 6, int CutOffWorkingDays = 10, int Count = 8)
{
    /// <summary>The dates it gives, in order. A meeting that falls on a weekend or a bank holiday is on the next working day.</summary>
    /// <param name="after">The last cut-off there is, or null: the first must lie after it.</param>
    /// <exception cref="RuleException">A number or the first date makes no sense.</exception>
    public IReadOnlyList<(DateOnly CutOffOn, DateOnly MeetingOn)> Dates(DateOnly today, DateOnly? after)
    {
        if (EveryWeeks is < 2 or > 26)
            throw new RuleException("Give the weeks from one meeting to the next: 2 to 26.", nameof(EveryWeeks));
        if (CutOffWorkingDays is < ReportingPeriod.LeastWorkingDays or > 30)
            throw new RuleException($"Give the working days from the cut-off to the meeting: {ReportingPeriod.LeastWorkingDays} to 30.", nameof(CutOffWorkingDays));
        if (Count is < 1 or > 26)
            throw new RuleException("Give how many meetings: 1 to 26.", nameof(Count));
        if (FirstMeetingOn is not { } first || first < today || first > today.AddYears(2))
            throw new RuleException("Give the first meeting: a date from today to two years from now.", nameof(FirstMeetingOn));
        List<(DateOnly CutOffOn, DateOnly MeetingOn)> dates = [.. Enumerable.Range(0, Count)
            .Select(i => WorkingDays.Includes(first.AddDays(7 * EveryWeeks * i)) ? first.AddDays(7 * EveryWeeks * i) : WorkingDays.After(first.AddDays(7 * EveryWeeks * i), 1))
            .Select(meeting => (WorkingDays.Before(meeting, CutOffWorkingDays), meeting))];
        if (dates[0].CutOffOn < today || dates[0].CutOffOn <= after)
        {
            var earliest = after >= today ? $"after {Words.Long(after.Value)}, the last cut-off there is" : "today or later";
            throw new RuleException($"The first cut-off would be {Words.Long(dates[0].CutOffOn)}; it must be {earliest}. Choose a later first meeting or fewer working days.", nameof(FirstMeetingOn));
        }
        return dates;
    }
}
