using ImprovementBoard.Core.Flags;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Web.Features.Flags;

/// <summary>What the history says about flags, the same for what people do and for the demonstration.</summary>
internal static class FlagHistory
{
    public static string Acknowledged(Flag flag) =>
        $"“{FlagRules.Find(flag.Rule)?.Name ?? flag.Rule}” acknowledged until {Words.Short(flag.Acknowledgements[^1].ReturnsOn)}: {flag.Acknowledgements[^1].Reason}";
}
