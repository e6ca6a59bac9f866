package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/spf13/cobra"
)

// healthTime is how long the bot may take to answer; a container's health check
// should wait longer than this.
const healthTime = 5 * time.Second

func healthcheckCommand(settings func() (Settings, error)) *cobra.Command {
	return &cobra.Command{
		Use:   "healthcheck",
		Short: "Ask the running bot whether it is well",
		Long:  "Asks /healthz where MAGPIE_WEB listens, and fails unless the bot answers that it is well. Meant for containers.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := settings()
			if err != nil {
				return err
			}
			if err := askHealth(cmd.Context(), s.Web); err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), "ok")
			return err
		},
	}
}

func askHealth(ctx context.Context, web string) error {
	address, err := reach(web)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, healthTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/healthz", nil)
	if err != nil {
		return fmt.Errorf("ask the bot at %s: %w", address, err)
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}} // no proxy: it is this machine
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("ask the bot: %w", err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the bot is not well: /healthz answers %s", resp.Status)
	}
	return nil
}

// reach is the address by which a listener on this machine is reached: one that
// listens everywhere is asked on loopback.
func reach(listen string) (string, error) {
	if listen == "off" {
		return "", errors.New("nothing to ask: MAGPIE_WEB is off")
	}
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return "", fmt.Errorf("read MAGPIE_WEB: %w", err)
	}
	ip, err := netip.ParseAddr(host)
	switch {
	case host == "", err == nil && ip.Unmap() == netip.IPv4Unspecified():
		host = "127.0.0.1"
	case err == nil && ip == netip.IPv6Unspecified():
		host = "::1"
	}
	return net.JoinHostPort(host, port), nil
}
