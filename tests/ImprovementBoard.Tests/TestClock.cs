using System.Globalization;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Tests;

/// <summary>A clock that stands still until a test moves it.</summary>
internal sealed class TestClock(DateTimeOffset now) : TimeProvider
{
    /// <summary>A clock at this London time, written "2026-03-02 09:00".</summary>
    public static TestClock At(string london) => new(Instant(london));

    /// <summary>The instant of a London time, written "2026-03-02 09:00".</summary>
    public static DateTimeOffset Instant(string london)
    {
        var local = DateTime.ParseExact(london, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return new(local, LondonTime.Zone.GetUtcOffset(local));
    }

    public DateTimeOffset Now { get; set; } = now;

    public DateOnly Today => LondonTime.DateOf(Now);

    public override DateTimeOffset GetUtcNow() => Now.ToUniversalTime();
}
