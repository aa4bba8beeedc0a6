using ImprovementBoard.Core.Actions;

namespace ImprovementBoard.Core.Forecasts;

/// <summary>A spell in which an action stood signed off.</summary>
/// <param name="On">The day a second person agreed.</param>
/// <param name="Until">The day it was found not to stand, which no longer counts; null while it stands.</param>
public sealed record SignOff(DateOnly On, DateOnly? Until)
{
    /// <summary>True at the end of <paramref name="day"/>.</summary>
    public bool StoodOn(DateOnly day) => On <= day && !(Until <= day);

    /// <summary>All spells of one action: those that did not stand, and the present one.</summary>
    public static IReadOnlyList<SignOff> Of(DateOnly? signedOffOn, IEnumerable<DeliveryRound> earlier)
    {
        var spells = earlier.Where(r => r.SignedOffOn is not null).Select(r => new SignOff(r.SignedOffOn!.Value, r.EndedOn));
        return [.. signedOffOn is { } on ? spells.Append(new SignOff(on, null)) : spells];
    }
}

/// <summary>What the forecast needs to know of one action.</summary>
/// <param name="AddedOn">The day it came into the plan.</param>
/// <param name="BaselineDue">First agreed due date.</param>
/// <param name="Due">Due date in force on the day looked at.</param>
/// <param name="SignOffs">When it stood signed off.</param>
public sealed record ForecastAction(DateOnly AddedOn, DateOnly BaselineDue, DateOnly Due, IReadOnlyList<SignOff> SignOffs)
{
    /// <summary>The day of the sign-off that stood at the end of <paramref name="day"/>, or null.</summary>
    public DateOnly? SignedOffOn(DateOnly day) => SignOffs.Where(s => s.StoodOn(day)).Select(s => (DateOnly?)s.On).FirstOrDefault();
}
