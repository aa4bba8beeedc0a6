using System.Globalization;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs;

/// <summary>The stretch of time a pack belongs to; with programme and audience it is unique.</summary>
/// <param name="Key">Such as "2018-08" or "2018-08-06" (the Monday of a week).</param>
/// <param name="Name">Such as "August 2018" or "Week of 6 August 2018".</param>
public sealed record PackPeriod(string Key, string Name);

/// <summary>A period of the reporting calendar whose facts are frozen.</summary>
public sealed record FrozenPeriod(string Key, DateOnly CutOffOn, DateOnly MeetingOn)
{
    /// <summary>Its pack, due at any time of the day on which drafts are due.</summary>
    public DuePack Due => new(new(Key, ReportingPeriod.NameOf(MeetingOn)), CutOffOn)
    {
        At = LondonTime.Of(CalendarStep.Draft.DueOn(CutOffOn, MeetingOn), TimeOnly.MinValue),
        Grace = TimeSpan.FromDays(1),
    };
}

/// <summary>A pack that is due: its period and the date its facts describe.</summary>
public sealed record DuePack(PackPeriod Period, DateOnly PositionAsAt)
{
    /// <summary>The instant it is due; null where it is due as soon as somebody asks.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>How long after that it is still in time.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>True when it is made too late at <paramref name="now"/>.</summary>
    public bool IsLate(DateTimeOffset now) => now - At >= Grace;
}

/// <summary>That a pack was made after it was due.</summary>
/// <param name="DueAt">The instant it was due.</param>
/// <param name="MadeAt">The instant it was made.</param>
/// <param name="Because">Why, as the end of a sentence.</param>
public sealed record LatePack(DateTimeOffset DueAt, DateTimeOffset MadeAt, string Because)
{
    /// <summary>Longest reason, in characters.</summary>
    public const int BecauseMaxLength = 200;

    /// <summary>In words, such as "was due 6 Aug 2018, 07:00, made 8 Aug 2018, 09:12, because the portal was not running".</summary>
    public string Words => $"was due {Moment(DueAt)}, made {Moment(MadeAt)}, because {Because}";

    // What is due at any time of a day is due at its midnight.
    private static string Moment(DateTimeOffset at)
    {
        var (london, day) = (LondonTime.At(at), Time.Words.Short(LondonTime.DateOf(at)));
        return london.TimeOfDay == TimeSpan.Zero ? day : $"{day}, {london.ToString("HH:mm", CultureInfo.InvariantCulture)}";
    }
}
