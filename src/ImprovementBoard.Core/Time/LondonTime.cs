namespace ImprovementBoard.Core.Time;

/// <summary>Dates and times as people in England read them.</summary>
public static class LondonTime
{
    /// <summary>Europe/London.</summary>
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    /// <summary>The same instant on a London clock.</summary>
    public static DateTimeOffset At(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    /// <summary>The London date of an instant.</summary>
    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(At(instant).DateTime);

    /// <summary>
    /// The instant of a time of day. In the hour that the clocks jump over it is the end of that hour; in the hour that comes twice, the first time.
    /// Quartz does the same.
    /// </summary>
    public static DateTimeOffset Of(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        while (Zone.IsInvalidTime(local))
            local = local.AddMinutes(1);
        return new(local, Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local));
    }
}
