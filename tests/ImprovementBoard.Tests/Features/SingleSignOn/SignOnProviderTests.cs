using ImprovementBoard.Web;
using ImprovementBoard.Web.Features.SingleSignOn;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImprovementBoard.Tests.Features.SingleSignOn;

public sealed class SignOnProviderTests : IAsyncLifetime
{
    private readonly TestClock clock = TestClock.At("2026-03-02 09:00");
    private LoopbackProvider provider = null!;
    private SignOnProvider known = null!;

    public async Task InitializeAsync()
    {
        provider = await LoopbackProvider.StartAsync();
        known = Ask(provider.Url);
    }

    public async Task DisposeAsync()
    {
        known.Dispose();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task Keys_are_kept_half_a_day_and_asked_for_anew_once_a_minute_at_most()
    {
        Assert.Single((await known.ReadAsync()).SigningKeys);
        provider.ChangeKey(told: true);
        Assert.Single((await known.ReadAsync(anew: true)).SigningKeys);
        clock.Now += TimeSpan.FromMinutes(1);
        Assert.Single((await known.ReadAsync()).SigningKeys);
        Assert.Equal(2, (await known.ReadAsync(anew: true)).SigningKeys.Count);
        clock.Now += TimeSpan.FromHours(12);
        provider.Told.RemoveAt(0);
        Assert.Single((await known.ReadAsync()).SigningKeys);
        Assert.Equal(3, provider.KeysAsked);
    }

    [Fact]
    public async Task When_it_goes_down_what_it_said_is_used_on_and_without_that_one_sentence_says_so()
    {
        var before = await known.ReadAsync();
        await provider.DisposeAsync();
        clock.Now += TimeSpan.FromDays(1);

        Assert.Same(before, await known.ReadAsync());
        await Assert.ThrowsAsync<ProviderException>(() => known.ReadAsync(anew: true));
        using var nothing = Ask(provider.Url);
        await Assert.ThrowsAsync<ProviderException>(() => nothing.ReadAsync());
    }

    [Theory]
    [InlineData("issuer", "https://elsewhere.example")]
    [InlineData("issuer", null)]
    [InlineData("authorization_endpoint", null)]
    [InlineData("authorization_endpoint", "javascript:alert(1)")]
    [InlineData("token_endpoint", "http://elsewhere.example/token")]
    [InlineData("end_session_endpoint", "http://elsewhere.example/out")]
    [InlineData("jwks_uri", "http://elsewhere.example/keys")]
    public async Task What_does_not_fit_the_settings_is_not_used(string name, string? value)
    {
        provider.Metadata[name] = value;

        await Assert.ThrowsAsync<ProviderException>(() => known.ReadAsync());
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await LoopbackProvider.StartAsync();
        provider.Metadata["jwks_uri"] = $"{provider.Url}/moved?to={Uri.EscapeDataString($"{elsewhere.Url}/keys")}";

        await Assert.ThrowsAsync<ProviderException>(() => known.ReadAsync());
        Assert.Equal(0, elsewhere.KeysAsked);
    }

    private SignOnProvider Ask(string url)
    {
        var options = new BoardOptions();
        options.SingleSignOn.Authority = url;
        return new(options, clock, NullLogger<SignOnProvider>.Instance);
    }
}
