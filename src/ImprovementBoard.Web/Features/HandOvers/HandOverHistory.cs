using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Web.Features.HandOvers;

/// <summary>What the history says about hand-overs, the same for what people do and for the demonstration.</summary>
internal static class HandOverHistory
{
    /// <param name="part">What changed hands: "Lead" or "Owner".</param>
    public static string Told(HandOver change, string part) => $"{part} changed from {Words.Inside(change.From)} to {Words.Inside(change.To)}: {change.Note}";
}
