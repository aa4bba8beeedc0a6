using Bunit;
using ImprovementBoard.Web.Features.Account;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace ImprovementBoard.Tests.Features.Account;

/// <summary>The button “Sign in with a passkey” before its script has begun.</summary>
public sealed class PasskeyButtonTests : BunitContext
{
    [Fact]
    public void Nobody_can_press_it_before_the_browser_can_be_asked()
    {
        Services.AddSingleton<AntiforgeryStateProvider, NoToken>();

        Assert.True(Render<PasskeyButton>().Find("button").HasAttribute("disabled"));
    }

    private sealed class NoToken : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }
}
